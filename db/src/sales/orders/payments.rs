//! The rows of payments: what came for an order, and what of it is to be returned.
use crate::{
    Db, Error, Txn,
    base::{
        entities::{order, payment},
        sql::Sql,
    },
};
use domain::{
    access_scope::AccessScope,
    ids::{OrderId, PaymentId},
    money::{Currency, Price},
    orders::{Payment, Provider},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, sea_query::Expr,
};

/// ` AND` the order `t` has money to return.
pub(super) const TO_RETURN_SQL: &str = " AND EXISTS (SELECT 1 FROM payments p WHERE p.order_id = t.id \
     AND NOT p.settles AND p.returned_minor < p.amount_minor)";

/// Money of an order, before it is saved.
pub(super) struct NewPayment<'a> {
    pub provider: Provider,
    pub reference: Option<&'a str>,
    pub amount: Price,
    pub currency: Currency,
    /// `None` if only its refund is known.
    pub received_at: Option<Timestamp>,
    pub settles: bool,
}

pub(super) async fn insert(
    txn: &Txn,
    order: OrderId,
    new: NewPayment<'_>,
) -> Result<payment::Model, Error> {
    let row = payment::ActiveModel {
        order_id: Set(order),
        provider: Set(new.provider),
        reference: Set(new.reference.map(str::to_owned)),
        amount: Set(new.amount),
        currency: Set(new.currency),
        received_at: Set(new.received_at),
        returned: Set(Price::default()),
        returned_at: Set(None),
        settles: Set(new.settles),
        ..Default::default()
    };
    Ok(row.insert(txn).await?)
}

/// Records that an administrator received the order's total; what is free has no payment.
pub(super) async fn insert_by_hand(
    txn: &Txn,
    row: &order::Model,
    at: Timestamp,
) -> Result<(), Error> {
    if !row.total.is_zero() {
        let payment = NewPayment {
            provider: Provider::Invoice,
            reference: None,
            amount: row.total,
            currency: row.currency,
            received_at: Some(at),
            settles: true,
        };
        insert(txn, row.id, payment).await?;
    }
    Ok(())
}

/// Returns the payment if it is one of the order's. The caller has locked the order, and with it
/// its payments.
pub(super) async fn find(
    conn: &impl ConnectionTrait,
    order: OrderId,
    payment: PaymentId,
) -> Result<payment::Model, Error> {
    payment::Entity::find_by_id(payment)
        .filter(payment::Column::OrderId.eq(order))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

pub(super) async fn of_orders(
    conn: &impl ConnectionTrait,
    orders: &[OrderId],
) -> Result<Vec<payment::Model>, Error> {
    Ok(payment::Entity::find()
        .filter(payment::Column::OrderId.is_in(orders.to_vec()))
        .order_by_asc(payment::Column::Id)
        .all(conn)
        .await?)
}

/// Makes all money of a refunded order money to return, unless it was returned already.
pub(super) async fn unsettle(txn: &Txn, order: OrderId) -> Result<(), Error> {
    payment::Entity::update_many()
        .col_expr(payment::Column::Settles, Expr::value(false))
        .filter(payment::Column::OrderId.eq(order))
        .exec(txn)
        .await?;
    Ok(())
}

pub(super) fn view(row: &payment::Model) -> Payment {
    Payment {
        id: row.id,
        provider: row.provider,
        amount: row.amount,
        currency: row.currency,
        received_at: row.received_at,
        returned: row.returned,
        returned_at: row.returned_at,
        settles: row.settles,
        by_provider: row.provider == Provider::Stripe && provider_id(row).is_some(),
    }
}

/// The id by which the provider returns the payment. Some events name only the checkout.
pub(super) fn provider_id(row: &payment::Model) -> Option<&str> {
    let reference = row.reference.as_deref();
    reference.filter(|reference| !is_checkout(reference))
}

/// Whether this names a payment page instead of a payment.
pub(super) fn is_checkout(reference: &str) -> bool {
    reference.starts_with("cs_")
}

/// Returns the number of orders in scope that have money to return.
///
/// # Errors
/// The database failed.
pub async fn count_to_return(db: &Db, scope: AccessScope) -> Result<i64, Error> {
    Sql::new(db.read())
        .text("SELECT count(*) FROM orders t WHERE TRUE")
        .orders_in_scope("t", scope)
        .text(TO_RETURN_SQL)
        .number(db.read())
        .await
}
