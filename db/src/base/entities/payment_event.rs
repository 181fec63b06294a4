use domain::{ids::OrderId, orders::PaymentStatus, time::Timestamp};
use sea_orm::entity::prelude::*;

/// What an event of the payment provider did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EventOutcome {
    /// Nothing: a second copy, or an order that is already further.
    #[sea_orm(string_value = "nothing")]
    Nothing,
    /// The order was paid or refunded.
    #[sea_orm(string_value = "moved")]
    Moved,
    /// A payment that the order does not wait for: it is to be returned.
    #[sea_orm(string_value = "mismatch")]
    Mismatch,
    /// Not an order of this portal.
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_events")]
pub struct Model {
    /// The provider's own id of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: PaymentStatus,
    pub order_id: Option<OrderId>,
    pub outcome: EventOutcome,
    pub received_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
