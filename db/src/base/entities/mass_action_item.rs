use domain::ids::{BranchId, MassActionId, UserId};
use sea_orm::entity::prelude::*;

/// A user whom a mass action has changed, until it is undone.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mass_action_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub mass_action_id: MassActionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The branch that they were in.
    pub branch_id: Option<BranchId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
