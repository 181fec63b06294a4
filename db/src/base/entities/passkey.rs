use domain::{
    ids::{PasskeyId, UserId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PasskeyId,
    pub user_id: UserId,
    pub name: String,
    /// In base64url.
    pub credential_id: String,
    /// The public key and more, as JSON of webauthn-rs.
    pub credential: String,
    /// The newest that it signed with; 0 of those that do not count.
    pub counter: i64,
    pub added_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
