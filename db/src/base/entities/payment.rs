use domain::{
    ids::{OrderId, PaymentId},
    money::{Currency, Price},
    orders::Provider,
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PaymentId,
    pub order_id: OrderId,
    pub provider: Provider,
    /// The provider's own id of the payment.
    pub reference: Option<String>,
    #[sea_orm(column_name = "amount_minor")]
    pub amount: Price,
    pub currency: Currency,
    pub received_at: Option<Timestamp>,
    #[sea_orm(column_name = "returned_minor")]
    pub returned: Price,
    pub returned_at: Option<Timestamp>,
    pub settles: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
