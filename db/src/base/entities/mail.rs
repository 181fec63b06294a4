use domain::{
    ids::{KeyId, MailId, UserId},
    mails::MailState,
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub secret: bool,
    pub state: MailState,
    pub tries: i64,
    pub next_at: Timestamp,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// The group key that is filled into the text when the mail is sent.
    pub key_id: Option<KeyId>,
    /// Who sent it to an address of no user.
    pub stranger_of: Option<UserId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
