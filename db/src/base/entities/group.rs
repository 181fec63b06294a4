use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "groups")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub branch_id: Option<i64>,
    pub name: String,
    pub name_folded: String,
    pub search: String,
    pub description: String,
    pub price_minor: i64,
    pub enrolment_policy: String,
    pub removal_policy: String,
    pub member_count: i64,
    pub course_count: i64,
    pub drift: i64,
    pub created_at: i64,
    pub deleted_at: Option<i64>,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
