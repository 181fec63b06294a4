//! Paying, refunding and cancelling orders. What they grant and revoke is in
//! [`purchase`].
use super::{item, lock, payments, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{entities::order, locks::lock_user},
    enrolments::purchase,
    sales::coupons,
};
use domain::{
    activity::Activity,
    ids::{OrderId, UserId},
    orders::{OrderState, Purchasable},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Marks the order paid and grants what was bought; false if it was paid before, which changes
/// nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was cancelled or refunded.
pub async fn mark_paid(db: &Db, audit: &AuditContext, order: OrderId) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    match row.state {
        OrderState::Waiting => {
            payments::insert_by_hand(&txn, &row, audit.at).await?;
            pay(&txn, audit, &row).await?;
        }
        OrderState::Paid => return Ok(false),
        OrderState::Cancelled | OrderState::Refunded => return Err(Error::OrderStateChanged),
    }
    txn.commit().await?;
    Ok(true)
}

/// Grants what a waiting order contains. The caller has locked the order.
pub(super) async fn pay(txn: &Txn, audit: &AuditContext, row: &order::Model) -> Result<(), Error> {
    fulfil(txn, audit, row).await?;
    let (order, buyer) = (row.id, row.buyer_name.clone());
    subject(row)
        .log(txn, audit, Activity::OrderPaid { order, buyer })
        .await
}

/// As [`pay`], without a line of the activity.
pub(super) async fn fulfil(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    let mut paid = row.clone().into_active_model();
    paid.state = Set(OrderState::Paid);
    paid.paid_at = Set(Some(audit.at));
    paid.version = Set(row.version + 1);
    if let (Some(buyer), Some(Purchasable::Bundle(group))) = (row.buyer_id, item(row)) {
        let joined = purchase::join(txn, group, buyer, audit.at).await?;
        paid.joins_on_restore = Set(!joined);
    }
    paid.update(txn).await?;
    if let Some(buyer) = row.buyer_id {
        purchase::grant(txn, buyer, row.id, audit.at).await?;
    }
    Ok(())
}

/// Refunds the order; false if it was refunded before. The enrolments by the bundle end, others
/// stay; a membership by a bundle ends too, with the enrolments the group gave for it. What was paid
/// and has not been returned is money to return.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was not paid.
pub async fn refund(db: &Db, audit: &AuditContext, order: OrderId) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    match row.state {
        OrderState::Paid => {}
        OrderState::Refunded => return Ok(false),
        OrderState::Waiting | OrderState::Cancelled => return Err(Error::OrderStateChanged),
    }
    refund_payment(&txn, audit, &row).await?;
    txn.commit().await?;
    Ok(true)
}

/// Revokes what a paid order granted. The caller has locked the order.
pub(super) async fn refund_payment(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    set_refunded(txn, audit, row).await?;
    payments::unsettle(txn, row.id).await?;
    if let Some(buyer) = row.buyer_id {
        revoke_purchase(txn, audit, row, buyer).await?;
    }
    log_refund(txn, audit, row).await
}

pub(super) async fn log_refund(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    let (order, buyer) = (row.id, row.buyer_name.clone());
    subject(row)
        .log(txn, audit, Activity::OrderRefunded { order, buyer })
        .await
}

pub(super) async fn set_refunded(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    let mut refunded = row.clone().into_active_model();
    refunded.state = Set(OrderState::Refunded);
    refunded.refunded_at = Set(Some(audit.at));
    refunded.version = Set(row.version + 1);
    refunded.update(txn).await?;
    Ok(())
}

async fn revoke_purchase(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    buyer: UserId,
) -> Result<(), Error> {
    lock_user(txn, buyer).await?;
    if let Some(Purchasable::Bundle(group)) = item(row) {
        purchase::leave(txn, group, buyer, audit.at).await?;
    }
    purchase::revoke(txn, buyer, row.id, audit.at).await
}

/// Cancels a waiting order and frees its use of the coupon; false if it was cancelled before.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was paid.
pub async fn cancel(db: &Db, audit: &AuditContext, order: OrderId) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    end(txn, audit, row).await
}

/// Cancels the buyer's own order, as [`cancel`] does.
///
/// # Errors
/// As for [`cancel`]; another user's order is not found.
pub async fn cancel_own(
    db: &Db,
    audit: &AuditContext,
    buyer: UserId,
    order: OrderId,
) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    if row.buyer_id != Some(buyer) {
        return Err(Error::NotFound);
    }
    end(txn, audit, row).await
}

async fn end(txn: Txn, audit: &AuditContext, row: order::Model) -> Result<bool, Error> {
    match row.state {
        OrderState::Waiting => {}
        OrderState::Cancelled => return Ok(false),
        OrderState::Paid | OrderState::Refunded => return Err(Error::OrderStateChanged),
    }
    set_cancelled(&txn, audit, &row).await?;
    let (order, buyer) = (row.id, row.buyer_name.clone());
    subject(&row)
        .log(&txn, audit, Activity::OrderCancelled { order, buyer })
        .await?;
    txn.commit().await?;
    Ok(true)
}

/// Ends a waiting order, and frees its use of the coupon. The caller has locked the order.
pub(super) async fn set_cancelled(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    let mut cancelled = row.clone().into_active_model();
    cancelled.state = Set(OrderState::Cancelled);
    cancelled.cancelled_at = Set(Some(audit.at));
    cancelled.version = Set(row.version + 1);
    cancelled.update(txn).await?;
    if let Some(coupon) = row.coupon_id {
        coupons::give_back(txn, coupon).await?;
    }
    Ok(())
}
