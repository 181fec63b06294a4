use super::made_by::MadeBy;
use domain::{
    ids::{BranchId, GroupId, MassActionId, UserId},
    mass_actions::{MassActionKind, MassActionState},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mass_actions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MassActionId,
    /// `None`: it is about users.
    pub group_id: Option<GroupId>,
    pub actor_id: Option<UserId>,
    pub address: String,
    pub kind: MassActionKind,
    pub scope: String,
    pub state: MassActionState,
    pub people: i64,
    pub done: i64,
    pub changes: i64,
    pub skipped: i64,
    /// The last user who was processed; 0 at first.
    pub reached: UserId,
    pub undoes: Option<MassActionId>,
    pub runner: i64,
    pub leased_until: Timestamp,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Whether it was started on the list of users.
    pub of_users: bool,
    /// The user whose permissions count.
    pub rights_id: Option<UserId>,
    pub made_by: MadeBy,
    pub actor_name: String,
    /// The branch to which its users are limited.
    pub branch_id: Option<BranchId>,
    /// Where users are moved; `None` is the main portal.
    pub target_branch_id: Option<BranchId>,
    /// Set if the portal sends e-mail.
    pub mail_base_url: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
