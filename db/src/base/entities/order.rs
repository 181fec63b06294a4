use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub buyer_id: Option<i64>,
    pub buyer_name: String,
    pub buyer_email: String,
    pub search: String,
    pub token: String,
    pub kind: String,
    pub group_id: Option<i64>,
    pub course_id: Option<i64>,
    pub title: String,
    pub price_minor: i64,
    pub discount_minor: i64,
    pub total_minor: i64,
    pub currency: String,
    pub coupon_id: Option<i64>,
    pub coupon_code: Option<String>,
    pub state: String,
    pub provider: String,
    pub reference: Option<String>,
    pub created_at: i64,
    pub paid_at: Option<i64>,
    pub cancelled_at: Option<i64>,
    pub refunded_at: Option<i64>,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
