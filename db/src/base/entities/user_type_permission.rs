use domain::ids::UserTypeId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_type_permissions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_type_id: UserTypeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub permission: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
