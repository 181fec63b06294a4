//! What paying an order grants and refunding it revokes.
//!
//! A user's enrolment with the source `bundle` exists exactly while they have a paid order with
//! the course. Membership comes on top, with what the group gives its members.
use super::{item, lock, numbered, state, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{group, group_member, order},
        locks::lock_user,
        sql::Sql,
    },
    enrolments::{self, ChangeStamp},
    sales::coupons,
};
use domain::{
    groups::RemovalPolicy,
    ids::{GroupId, OrderId, UserId},
    orders::{OrderState, Purchasable},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

/// How a buyer became a member.
const VIA: &str = "bundle";

/// What changed about an order, to notify the pages concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderChange {
    /// False if it had been done before.
    pub changed: bool,
    pub buyer: Option<UserId>,
    pub group: Option<GroupId>,
}

impl OrderChange {
    pub(super) fn new(row: &order::Model, changed: bool) -> Self {
        Self {
            changed,
            buyer: row.buyer_id.map(UserId),
            group: row.group_id.map(GroupId),
        }
    }
}

/// Marks the order paid and grants what was bought. Calling it again changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was cancelled or refunded.
pub async fn mark_paid(
    db: &Db,
    audit: &AuditContext,
    order: OrderId,
) -> Result<OrderChange, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    match state(&row)? {
        OrderState::Waiting => pay(&txn, audit, &row).await?,
        OrderState::Paid => return Ok(OrderChange::new(&row, false)),
        OrderState::Cancelled | OrderState::Refunded => return Err(Error::OrderStateChanged),
    }
    txn.commit().await?;
    Ok(OrderChange::new(&row, true))
}

/// Grants what a waiting order contains. The caller has locked the order.
pub(super) async fn pay(txn: &Txn, audit: &AuditContext, row: &order::Model) -> Result<(), Error> {
    let mut paid = row.clone().into_active_model();
    paid.state = Set(OrderState::Paid.code().to_owned());
    paid.paid_at = Set(Some(audit.at.0));
    paid.version = Set(row.version + 1);
    paid.update(txn).await?;
    if let Some(buyer) = row.buyer_id {
        if let Some(Purchasable::Bundle(group)) = item(row) {
            join(txn, audit, group, UserId(buyer)).await?;
        }
        Sql::new(txn)
            .add(
                "INSERT INTO enrolments (user_id, course_id, source, created_at) \
                 SELECT ?, l.course_id, 'bundle', ? FROM order_lines l \
                 WHERE l.order_id = ? AND l.course_id IS NOT NULL ON CONFLICT DO NOTHING",
                [buyer.into(), audit.at.0.into(), row.id.into()],
            )
            .execute(txn)
            .await?;
    }
    let detail = format!("marked {} of {} as paid", numbered(row), row.buyer_name);
    subject(row).log(txn, audit, "order.pay", detail).await
}

/// A group in the trash takes no members; the buyer has the courses all the same.
async fn join(txn: &Txn, audit: &AuditContext, group: GroupId, buyer: UserId) -> Result<(), Error> {
    match enrolments::join_and_enrol(txn, group, buyer, VIA, audit.at).await {
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Refunds the order. The enrolments by the bundle end, others stay; a membership by a bundle
/// ends too, with the enrolments the group gave for it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was not paid.
pub async fn refund(db: &Db, audit: &AuditContext, order: OrderId) -> Result<OrderChange, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    match state(&row)? {
        OrderState::Paid => {}
        OrderState::Refunded => return Ok(OrderChange::new(&row, false)),
        OrderState::Waiting | OrderState::Cancelled => return Err(Error::OrderStateChanged),
    }
    refund_payment(&txn, audit, &row).await?;
    txn.commit().await?;
    Ok(OrderChange::new(&row, true))
}

/// Revokes what a paid order granted. The caller has locked the order.
pub(super) async fn refund_payment(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    set_refunded(txn, audit, row).await?;
    if let Some(buyer) = row.buyer_id.map(UserId) {
        revoke_purchase(txn, audit, row, buyer).await?;
    }
    let detail = format!("refunded {} of {}", numbered(row), row.buyer_name);
    subject(row).log(txn, audit, "order.refund", detail).await
}

pub(super) async fn set_refunded(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
) -> Result<(), Error> {
    let mut refunded = row.clone().into_active_model();
    refunded.state = Set(OrderState::Refunded.code().to_owned());
    refunded.refunded_at = Set(Some(audit.at.0));
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
    let stamp = ChangeStamp::at(audit.at);
    lock_user(txn, buyer).await?;
    if let Some(Purchasable::Bundle(group)) = item(row) {
        leave(txn, group, buyer, stamp).await?;
    }
    // What another paid order of the buyer contains stays.
    enrolments::archive_and_delete(txn, stamp, |sql| {
        sql.add(
            " WHERE e.user_id = ? AND e.source = 'bundle' AND e.course_id IN \
             (SELECT l.course_id FROM order_lines l WHERE l.order_id = ?) \
             AND NOT EXISTS (SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id \
             WHERE o.buyer_id = e.user_id AND o.state = 'paid' AND l.course_id = e.course_id)",
            [buyer.0.into(), row.id.into()],
        )
    })
    .await?;
    Ok(())
}

/// Ends a membership that came by a bundle, also in a group in the trash, so that restoring the
/// group does not bring it back.
async fn leave(txn: &Txn, group: GroupId, buyer: UserId, stamp: ChangeStamp) -> Result<(), Error> {
    let locked = group::Entity::find_by_id(group.0)
        .lock_exclusive()
        .one(txn)
        .await?;
    let member = group_member::Entity::find_by_id((group.0, buyer.0))
        .one(txn)
        .await?;
    if locked.is_none() || member.is_none_or(|member| member.via != VIA) {
        return Ok(());
    }
    enrolments::remove(txn, group, &[buyer.0], RemovalPolicy::WithdrawAccess, stamp).await?;
    enrolments::archive_and_delete(txn, stamp, |sql| {
        sql.add(
            " WHERE e.user_id = ? AND e.group_id = ? AND e.source = 'kept'",
            [buyer.0.into(), group.0.into()],
        )
    })
    .await?;
    Ok(())
}

/// Cancels a waiting order and frees its use of the coupon.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if it was paid.
pub async fn cancel(db: &Db, audit: &AuditContext, order: OrderId) -> Result<OrderChange, Error> {
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
) -> Result<OrderChange, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, order).await?;
    if row.buyer_id != Some(buyer.0) {
        return Err(Error::NotFound);
    }
    end(txn, audit, row).await
}

async fn end(txn: Txn, audit: &AuditContext, row: order::Model) -> Result<OrderChange, Error> {
    match state(&row)? {
        OrderState::Waiting => {}
        OrderState::Cancelled => return Ok(OrderChange::new(&row, false)),
        OrderState::Paid | OrderState::Refunded => return Err(Error::OrderStateChanged),
    }
    let mut cancelled = row.clone().into_active_model();
    cancelled.state = Set(OrderState::Cancelled.code().to_owned());
    cancelled.cancelled_at = Set(Some(audit.at.0));
    cancelled.version = Set(row.version + 1);
    cancelled.update(&txn).await?;
    if let Some(coupon) = row.coupon_id {
        coupons::give_back(&txn, coupon).await?;
    }
    let detail = format!("cancelled {} of {}", numbered(&row), row.buyer_name);
    subject(&row)
        .log(&txn, audit, "order.cancel", detail)
        .await?;
    txn.commit().await?;
    Ok(OrderChange::new(&row, true))
}
