use domain::{coupons::DiscountKind, ids::CouponId, time::Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coupons")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CouponId,
    pub code: String,
    pub code_folded: String,
    pub kind: DiscountKind,
    pub value: i64,
    pub all_bundles: bool,
    pub paused: bool,
    pub maximum: Option<i64>,
    pub used: i64,
    pub starts_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
