use domain::{
    coupons::{Discount, DiscountKind},
    ids::CouponId,
    keys::{KeyState, Limits},
    time::Timestamp,
};
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
    pub per_buyer: Option<i64>,
    pub used: i64,
    pub starts_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

impl Model {
    pub(crate) const fn limits(&self) -> Limits {
        Limits {
            maximum: self.maximum,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
        }
    }

    /// Returns whether the coupon can be used at this time, or why not.
    pub(crate) fn state(&self, now: Timestamp) -> KeyState {
        self.limits().state(self.paused, self.used, now)
    }

    pub(crate) const fn discount(&self) -> Discount {
        Discount::from_value(self.kind, self.value)
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
