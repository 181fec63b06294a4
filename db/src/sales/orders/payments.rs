//! Payment events from a provider. Each event counts once, and events may arrive in any order.
use super::{fulfilment, provider, state, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{entities::order, sql::Sql},
};
use domain::{
    activity::{Activity, PaymentMismatch},
    ids::{OrderId, UserId},
    orders::{OrderState, PaymentEvent, PaymentStatus, Provider},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

/// How an event was handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// It was handled before, or there is nothing left to do.
    Nothing,
    /// The order was paid or refunded.
    Moved,
    /// Another amount, another currency, or an order that is not paid this way. The activity
    /// reports it, so that an administrator can look into it.
    Mismatch,
    /// Not an order of this portal.
    Unknown,
}

impl EventOutcome {
    /// The word that `payment_events.outcome` has for it.
    const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Moved => "moved",
            Self::Mismatch => "mismatch",
            Self::Unknown => "unknown",
        }
    }
}

/// Applies an event whose signature was verified.
///
/// # Errors
/// The database failed: the provider sends the event again.
pub async fn apply_event(
    db: &Db,
    audit: &AuditContext,
    event: &PaymentEvent,
) -> Result<EventOutcome, Error> {
    let txn = db.write().await?;
    // Two copies of the same event wait for each other here.
    let fresh = Sql::new(&txn)
        .add(
            "INSERT INTO payment_events (id, kind, outcome, received_at) \
             VALUES (?, ?, 'nothing', ?) ON CONFLICT DO NOTHING",
            [
                event.id.as_str().into(),
                event.told.code().into(),
                audit.at.0.into(),
            ],
        )
        .execute(&txn)
        .await?;
    if fresh == 0 {
        return Ok(EventOutcome::Nothing);
    }
    let row = match super::lock(&txn, event.order).await {
        Err(Error::NotFound) => return Ok(EventOutcome::Unknown),
        found => found?,
    };
    let outcome = apply(&txn, audit, &row, event).await?;
    Sql::new(&txn)
        .add(
            "UPDATE payment_events SET order_id = ?, outcome = ? WHERE id = ?",
            [
                row.id.into(),
                outcome.code().into(),
                event.id.as_str().into(),
            ],
        )
        .execute(&txn)
        .await?;
    match outcome {
        EventOutcome::Nothing => txn.commit_quietly().await?,
        _ => txn.commit().await?,
    }
    Ok(outcome)
}

async fn apply(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<EventOutcome, Error> {
    let expected = (
        provider(row)? == Provider::Stripe,
        row.total_minor,
        row.currency.as_str(),
    );
    if expected != (true, event.amount, event.currency.as_str()) {
        return mismatch(txn, audit, row, PaymentMismatch::Unexpected).await;
    }
    match (event.told, state(row)?) {
        (PaymentStatus::Paid, OrderState::Waiting) => fulfilment::pay(txn, audit, row).await?,
        (PaymentStatus::Refunded, OrderState::Paid) => {
            fulfilment::refund_payment(txn, audit, row).await?
        }
        // The refund overtook the payment, whose event will find nothing to do.
        (PaymentStatus::Refunded, OrderState::Waiting) => {
            fulfilment::set_refunded(txn, audit, row).await?;
            fulfilment::log_refund(txn, audit, row).await?;
        }
        (PaymentStatus::Paid, OrderState::Cancelled) => {
            return mismatch(txn, audit, row, PaymentMismatch::OrderCancelled).await;
        }
        _ => return Ok(EventOutcome::Nothing),
    }
    Ok(EventOutcome::Moved)
}

async fn mismatch(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    reason: PaymentMismatch,
) -> Result<EventOutcome, Error> {
    let order = OrderId(row.id);
    subject(row)
        .log(txn, audit, Activity::PaymentMismatched { order, reason })
        .await?;
    Ok(EventOutcome::Mismatch)
}

/// Returns what the provider needs to charge for the buyer's own waiting order.
///
/// # Errors
/// [`Error::NotFound`], also for another user's order; [`Error::OrderStateChanged`] if it is not
/// waiting for this provider.
pub async fn payable_order(db: &Db, buyer: UserId, order: OrderId) -> Result<PayableOrder, Error> {
    let row = order::Entity::find_by_id(order.0)
        .filter(order::Column::BuyerId.eq(buyer.0))
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if state(&row)? != OrderState::Waiting || provider(&row)? != Provider::Stripe {
        return Err(Error::OrderStateChanged);
    }
    Ok(PayableOrder {
        order,
        title: row.title,
        amount: row.total_minor,
        currency: row.currency,
        email: row.buyer_email,
    })
}

/// An order as the payment provider needs it.
#[derive(Clone, Debug)]
pub struct PayableOrder {
    pub order: OrderId,
    pub title: String,
    pub amount: i64,
    pub currency: String,
    pub email: String,
}

/// Stores the provider's reference for the payment.
///
/// # Errors
/// The database failed.
pub async fn set_reference(db: &Db, order: OrderId, reference: &str) -> Result<(), Error> {
    let txn = db.write().await?;
    let mut row = super::lock(&txn, order).await?.into_active_model();
    row.reference = Set(Some(reference.to_owned()));
    row.update(&txn).await?;
    txn.commit_quietly().await
}
