use domain::{ids::UserId, time::Timestamp};
use sea_orm::entity::prelude::*;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub(crate) enum TokenPurpose {
    /// Proves an e-mail address.
    #[sea_orm(string_value = "confirm")]
    Confirm,
    /// Sets a new password.
    #[sea_orm(string_value = "password")]
    Password,
    /// Proves the new address of an account that has one.
    #[sea_orm(string_value = "email")]
    Email,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub kind: TokenPurpose,
    pub user_id: Option<UserId>,
    pub expires_at: Timestamp,
    /// The new address that the link proves.
    pub email: Option<String>,
    /// Whether the new address becomes the login, too, which was the old one.
    pub changes_login: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
