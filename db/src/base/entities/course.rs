use domain::{
    ids::{BranchId, CategoryId, CourseId},
    money::Price,
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "courses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CourseId,
    pub name: String,
    pub name_folded: String,
    pub sort_name: String,
    pub search: String,
    pub description: String,
    pub category_id: Option<CategoryId>,
    #[sea_orm(column_name = "price_minor")]
    pub price: Price,
    pub active: bool,
    /// Whether the catalog shows it while it is active.
    pub listed: bool,
    pub unit_count: i64,
    pub created_at: Timestamp,
    /// The branch that it was created in; `None` is the main portal.
    pub branch_id: Option<BranchId>,
    pub deleted_at: Option<Timestamp>,
}

/// Condition that the course with this alias is not in the trash.
pub(crate) fn is_live(alias: &str) -> String {
    format!("{alias}.deleted_at IS NULL")
}

impl Entity {
    /// The courses outside the trash.
    pub(crate) fn find_live() -> Select<Self> {
        Self::find().filter(Column::DeletedAt.is_null())
    }

    /// The course, unless it is in the trash.
    pub(crate) fn find_live_by_id(id: CourseId) -> Select<Self> {
        Self::find_live().filter(Column::Id.eq(id))
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
