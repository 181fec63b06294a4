//! Paying by card: the payment page that a waiting order has at the provider, and changing the way
//! of payment.
use super::subject;
use crate::{AuditContext, Db, Error, base::entities::order};
use domain::{
    activity::Activity,
    ids::{OrderId, UserId},
    money::{Currency, Price},
    orders::{OrderState, Provider},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

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
        attempt: row.checkout_attempt,
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
    /// Counts the payment pages of the order that ended.
    pub attempt: i64,
}

/// Stores the payment page that was opened for the order; false, and nothing is stored, if the order
/// no longer waits for a card payment: the page must be ended again.
///
/// # Errors
/// The database failed.
pub async fn set_reference(db: &Db, order: OrderId, reference: &str) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = super::lock(&txn, order).await?;
    if row.state != OrderState::Waiting || row.provider != Provider::Stripe {
        return Ok(false);
    }
    let mut row = row.into_active_model();
    row.reference = Set(Some(reference.to_owned()));
    row.update(&txn).await?;
    txn.commit_quietly().await?;
    Ok(true)
}

/// Returns the payment page on which the order may be being paid.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn open_checkout(db: &Db, order: OrderId) -> Result<Option<String>, Error> {
    let row = order::Entity::find_by_id(order).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(row.reference.filter(|_| row.paid_at.is_none()))
}

/// Forgets the payment page, which ended; another one is a new attempt. Nothing happens if the order
/// has another page by now.
///
/// # Errors
/// The database failed.
pub async fn close_checkout(db: &Db, order: OrderId, reference: &str) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = match super::lock(&txn, order).await {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    if row.reference.as_deref() != Some(reference) {
        return Ok(());
    }
    let attempt = row.checkout_attempt + 1;
    let mut row = row.into_active_model();
    row.reference = Set(None);
    row.checkout_attempt = Set(attempt);
    row.update(&txn).await?;
    txn.commit_quietly().await
}

/// Changes how the buyer pays their own waiting order. Its payment page has been ended.
///
/// # Errors
/// [`Error::NotFound`], also for another user's order; [`Error::OrderStateChanged`] if it no longer
/// waits.
pub async fn set_provider(
    db: &Db,
    audit: &AuditContext,
    buyer: UserId,
    order: OrderId,
    provider: Provider,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = super::lock(&txn, order).await?;
    if row.buyer_id != Some(buyer) {
        return Err(Error::NotFound);
    }
    if row.state != OrderState::Waiting {
        return Err(Error::OrderStateChanged);
    }
    if row.provider == provider {
        return Ok(());
    }
    let mut changed = row.clone().into_active_model();
    changed.provider = Set(provider);
    changed.version = Set(row.version + 1);
    changed.update(&txn).await?;
    subject(&row)
        .log(
            &txn,
            audit,
            Activity::OrderMethodChanged { order, provider },
        )
        .await?;
    txn.commit().await
}
