use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "courses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub name_folded: String,
    pub search: String,
    pub description: String,
    pub category_id: Option<i64>,
    pub price_minor: i64,
    pub active: bool,
    pub unit_count: i64,
    pub created_at: i64,
    pub version: i64,
    /// The branch that it was created in; `None` is the main portal.
    pub branch_id: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
