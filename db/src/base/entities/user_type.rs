use domain::{
    ids::UserTypeId,
    permissions::{BuiltIn, Role},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_types")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UserTypeId,
    pub name: String,
    pub name_folded: String,
    pub sort_name: String,
    pub built_in: Option<BuiltIn>,
    pub default_role: Role,
    /// Whether its users need a second factor.
    pub demands_second_factor: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
