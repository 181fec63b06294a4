use domain::{
    ids::{CouponId, CourseId, GroupId, OrderId, UserId},
    money::{Currency, Price},
    orders::{OrderState, Provider},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

/// What an order is for; it outlives the group and the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum OrderKind {
    #[sea_orm(string_value = "bundle")]
    Bundle,
    #[sea_orm(string_value = "course")]
    Course,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OrderId,
    pub buyer_id: Option<UserId>,
    pub buyer_name: String,
    pub buyer_email: String,
    pub search: String,
    pub kind: OrderKind,
    pub group_id: Option<GroupId>,
    pub course_id: Option<CourseId>,
    pub title: String,
    #[sea_orm(column_name = "price_minor")]
    pub price: Price,
    #[sea_orm(column_name = "discount_minor")]
    pub discount: Price,
    #[sea_orm(column_name = "total_minor")]
    pub total: Price,
    pub currency: Currency,
    pub coupon_id: Option<CouponId>,
    pub coupon_code: Option<String>,
    pub state: OrderState,
    pub provider: Provider,
    /// The provider's payment page, while one is open.
    pub reference: Option<String>,
    /// Counts the payment pages that ended: each page is asked for once.
    pub checkout_attempt: i64,
    pub created_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub refunded_at: Option<Timestamp>,
    pub lapses_at: Option<Timestamp>,
    /// Whether it was paid while its group was in the trash: restoring the group makes the buyer a member.
    pub joins_on_restore: bool,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
