//! Whose permissions count, of what goes on after the request that started it.
use sea_orm::entity::prelude::*;

/// Whose permissions an import or a mass action has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MadeBy {
    /// The portal itself (command line): every right.
    #[sea_orm(string_value = "portal")]
    Portal,
    #[sea_orm(string_value = "user")]
    User,
    /// A user who acts as another: the other one's permissions.
    #[sea_orm(string_value = "acting")]
    Acting,
}
