use domain::{ids::KeyId, time::Timestamp};
use sea_orm::entity::prelude::*;

/// Someone who signs up and has not opened the link yet that proves their address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_ups")]
pub struct Model {
    /// Of the link's token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub email: String,
    pub email_folded: String,
    /// The key that was typed.
    pub key_id: Option<KeyId>,
    /// The key of the join link that led to the sign-up.
    pub link_key_id: Option<KeyId>,
    /// The page to open afterwards: a local path.
    pub next: String,
    /// Where the sign-up counts until the address is proven; none if it was invited.
    pub source: Option<String>,
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
