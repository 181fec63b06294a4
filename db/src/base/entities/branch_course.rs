use domain::ids::{BranchId, CourseId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "branch_courses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub branch_id: BranchId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: CourseId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
