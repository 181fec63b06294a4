//! Events of a payment provider. Each event counts once, they may arrive in any order, and several
//! may report the same payment.
use super::{
    fulfilment, log_mismatch,
    payments::{self, NewPayment, is_checkout},
    returns::{self, Returned},
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::entities::{
        order, payment,
        payment_event::{self, EventOutcome},
    },
};
use domain::{
    activity::PaymentMismatch,
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
    // Events of one payment wait for each other here.
    let row = match super::lock(&txn, event.order).await {
        Err(Error::NotFound) => return Ok(EventOutcome::Unknown),
        found => found?,
    };
    let outcome = match event.told {
        PaymentStatus::Paid => receive(&txn, audit, &row, event).await?,
        PaymentStatus::Refunded => give_back(&txn, audit, &row, event).await?,
    };
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

/// Pays the order with the payment, or keeps it as money to return where the order does not wait for
/// it.
async fn receive(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<EventOutcome, Error> {
    let refused = reason_to_return(row, event);
    match (
        reported(txn, row, event).await?,
        new_payment(event, refused.is_none()),
    ) {
        (Some(known), _) if known.received_at.is_some() || known.order_id != row.id => {
            return Ok(EventOutcome::Nothing);
        }
        // Its refund overtook it.
        (Some(known), _) => {
            let went_back = known.returned >= known.amount;
            let mut known = known.into_active_model();
            known.received_at = Set(Some(audit.at));
            known.settles = Set(refused.is_none() && !went_back);
            known.update(txn).await?;
            if went_back {
                return Ok(EventOutcome::Nothing);
            }
        }
        (None, Some(new)) => {
            let received_at = Some(audit.at);
            payments::insert(txn, row.id, NewPayment { received_at, ..new }).await?;
        }
        (None, None) => {}
    }
    match refused {
        None => {
            fulfilment::pay(txn, audit, row).await?;
            Ok(EventOutcome::Moved)
        }
        Some(reason) => {
            log_mismatch(txn, audit, row, reason).await?;
            Ok(EventOutcome::Mismatch)
        }
    }
}

/// Why the payment does not pay the order.
fn reason_to_return(row: &order::Model, event: &PaymentEvent) -> Option<PaymentMismatch> {
    match row.state {
        OrderState::Paid => Some(PaymentMismatch::OrderPaid),
        OrderState::Cancelled => Some(PaymentMismatch::OrderCancelled),
        OrderState::Refunded => Some(PaymentMismatch::OrderRefunded),
        OrderState::Waiting if !is_expected(row, event) => Some(PaymentMismatch::Unexpected),
        OrderState::Waiting if row.buyer_id.is_none() => Some(PaymentMismatch::NoBuyer),
        OrderState::Waiting => None,
    }
}

/// Whether this is the way, the amount and the currency in which the order is paid.
fn is_expected(row: &order::Model, event: &PaymentEvent) -> bool {
    row.provider == Provider::Stripe
        && (row.total.minor(), row.currency.code()) == (event.amount, event.currency.as_str())
}

/// `None` for a currency that does not exist.
fn new_payment(event: &PaymentEvent, settles: bool) -> Option<NewPayment<'_>> {
    Some(NewPayment {
        provider: Provider::Stripe,
        reference: event.payment.as_deref(),
        amount: Price::from_minor(event.amount),
        currency: Currency::from_code(&event.currency)?,
        received_at: None,
        settles,
    })
}

async fn named(txn: &Txn, event: &PaymentEvent) -> Result<Option<payment::Model>, Error> {
    let Some(reference) = &event.payment else {
        return Ok(None);
    };
    Ok(payment::Entity::find()
        .filter(payment::Column::Provider.eq(Provider::Stripe))
        .filter(payment::Column::Reference.eq(reference))
        .one(txn)
        .await?)
}

/// Returns the payment that was reported before: by its name, or by a refund that overtook it and did
/// not name it.
async fn reported(
    txn: &Txn,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<Option<payment::Model>, Error> {
    if let Some(found) = named(txn, event).await? {
        return Ok(Some(found));
    }
    let payments = payments::of_orders(txn, &[row.id]).await?;
    let is_awaited = |one: &payment::Model| one.received_at.is_none() && one.reference.is_none();
    Ok(payments.into_iter().find(is_awaited))
}

/// Records what was refunded. A refund that overtakes its payment is kept for it.
async fn give_back(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<EventOutcome, Error> {
    let returned = Price::from_minor(event.returned);
    match refunded_payment(txn, row, event).await? {
        Some(payment) if payment.order_id != row.id => {
            log_mismatch(txn, audit, row, PaymentMismatch::Unexpected).await?;
            Ok(EventOutcome::Mismatch)
        }
        Some(payment) => match returns::record(txn, audit, row, payment, returned).await? {
            Returned::Nothing => Ok(EventOutcome::Nothing),
            Returned::Recorded => Ok(EventOutcome::Moved),
        },
        None => overtake(txn, audit, row, event).await,
    }
}

/// Returns the payment that the event is about: by its name, or the one of the order whose name was
/// not known, which is known from now on.
async fn refunded_payment(
    txn: &Txn,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<Option<payment::Model>, Error> {
    if let Some(found) = named(txn, event).await? {
        return Ok(Some(found));
    }
    let payments = payments::of_orders(txn, &[row.id]).await?;
    let mut by_card = payments
        .into_iter()
        .filter(|one| one.provider == Provider::Stripe);
    if event.payment.is_none() {
        return Ok(by_card.find(|one| one.settles));
    }
    let unnamed = by_card.find(|one| one.reference.as_deref().is_none_or(is_checkout));
    let Some(unnamed) = unnamed else {
        return Ok(None);
    };
    let mut unnamed = unnamed.into_active_model();
    unnamed.reference = Set(event.payment.clone());
    Ok(Some(unnamed.update(txn).await?))
}

async fn overtake(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    event: &PaymentEvent,
) -> Result<EventOutcome, Error> {
    if let Some(new) = new_payment(event, false) {
        let mut payment = payments::insert(txn, row.id, new)
            .await?
            .into_active_model();
        payment.returned = Set(Price::from_minor(event.returned));
        payment.returned_at = Set(Some(audit.at));
        payment.update(txn).await?;
    }
    if event.returned < event.amount {
        return Ok(EventOutcome::Nothing);
    }
    if row.state != OrderState::Waiting || !is_expected(row, event) {
        return log_mismatch(txn, audit, row, PaymentMismatch::Unexpected)
            .await
            .map(|()| EventOutcome::Mismatch);
    }
    fulfilment::set_refunded(txn, audit, row).await?;
    fulfilment::log_refund(txn, audit, row).await?;
    Ok(EventOutcome::Moved)
}
