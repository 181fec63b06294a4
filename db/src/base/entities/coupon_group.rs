use domain::ids::{CouponId, GroupId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coupon_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub coupon_id: CouponId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
