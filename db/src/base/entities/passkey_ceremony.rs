use domain::{ids::UserId, time::Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_ceremonies")]
pub struct Model {
    /// The hash of what the challenge was made for: a use, and a session or ticket.
    #[sea_orm(primary_key, auto_increment = false)]
    pub binding: String,
    pub user_id: UserId,
    /// The challenge, as JSON of webauthn-rs.
    pub state: String,
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
