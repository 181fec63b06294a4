use domain::{
    ids::{GroupId, KeyId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_keys")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: KeyId,
    pub group_id: GroupId,
    pub lookup: String,
    pub cipher: String,
    pub paused: bool,
    pub maximum: Option<i64>,
    pub used: i64,
    pub starts_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
