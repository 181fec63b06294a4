//! Payment events from a provider. Each event counts once, and events may arrive in any order.
use super::{fulfilment, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::entities::{
        order,
        payment_event::{self, EventOutcome},
    },
};
use domain::{
    activity::{Activity, PaymentMismatch},
    ids::{OrderId, UserId},
    money::{Currency, Price},
    orders::{OrderState, PaymentEvent, PaymentStatus, Provider},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::OnConflict,
};

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
    let received = payment_event::ActiveModel {
        id: Set(event.id.clone()),
        kind: Set(event.told),
        order_id: Set(None),
        outcome: Set(EventOutcome::Nothing),
        received_at: Set(audit.at),
    };
    let fresh = payment_event::Entity::insert(received)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&txn)
        .await?;
    if fresh == 0 {
        return Ok(EventOutcome::Nothing);
    }
    let row = match super::lock(&txn, event.order).await {
        Err(Error::NotFound) => return Ok(EventOutcome::Unknown),
        found => found?,
    };
    let outcome = apply(&txn, audit, &row, event).await?;
    payment_event::ActiveModel {
        id: Set(event.id.clone()),
        order_id: Set(Some(row.id)),
        outcome: Set(outcome),
        ..Default::default()
    }
    .update(&txn)
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
        row.provider == Provider::Stripe,
        row.total.minor(),
        row.currency.code(),
    );
    if expected != (true, event.amount, event.currency.as_str()) {
        return mismatch(txn, audit, row, PaymentMismatch::Unexpected).await;
    }
    match (event.told, row.state) {
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
    let order = row.id;
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
    let row = order::Entity::find_by_id(order)
        .filter(order::Column::BuyerId.eq(buyer))
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if row.state != OrderState::Waiting || row.provider != Provider::Stripe {
        return Err(Error::OrderStateChanged);
    }
    Ok(PayableOrder {
        order,
        title: row.title,
        amount: row.total,
        currency: row.currency,
        email: row.buyer_email,
    })
}

/// An order as the payment provider needs it.
#[derive(Clone, Debug)]
pub struct PayableOrder {
    pub order: OrderId,
    pub title: String,
    pub amount: Price,
    pub currency: Currency,
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
