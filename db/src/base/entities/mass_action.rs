use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mass_actions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub group_id: i64,
    pub actor_id: Option<i64>,
    pub address: String,
    pub kind: String,
    pub scope: String,
    pub state: String,
    pub people: i64,
    pub done: i64,
    pub changes: i64,
    pub skipped: i64,
    pub reached: i64,
    pub undoes: Option<i64>,
    pub runner: i64,
    pub leased_until: i64,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
