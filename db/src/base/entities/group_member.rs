use domain::{
    ids::{GroupId, MassActionId, UserId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

/// How a user became a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MembershipSource {
    /// Someone added the user on a tab.
    #[sea_orm(string_value = "hand")]
    Hand,
    #[sea_orm(string_value = "mass_action")]
    MassAction,
    /// The user joined with a key or its link.
    #[sea_orm(string_value = "key")]
    Key,
    /// The group was a default group when the user was added or approved.
    #[sea_orm(string_value = "default")]
    Default,
    /// A list that was imported names the group.
    #[sea_orm(string_value = "import")]
    Import,
    /// The user bought the group.
    #[sea_orm(string_value = "bundle")]
    Bundle,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_members")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub via: MembershipSource,
    pub added_at: Timestamp,
    pub mass_action_id: Option<MassActionId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
