use domain::{
    ids::{ImportId, UserId},
    imports::stored::RowVerdict,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// Its place among the rows, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub line: i64,
    /// `None` once they are no longer kept.
    pub cells: Option<Vec<u8>>,
    pub open_quote: bool,
    pub is_word: bool,
    pub verdict: Option<RowVerdict>,
    pub problems: Option<String>,
    pub user_id: Option<UserId>,
    /// The group or course of the row.
    pub target_id: Option<i64>,
    /// What the row changed, once it was applied.
    pub traces: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
