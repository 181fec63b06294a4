use domain::{
    ids::{GroupId, MassActionId, UserId},
    mass_actions::{MassActionKind, MassActionState},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mass_actions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MassActionId,
    pub group_id: GroupId,
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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
