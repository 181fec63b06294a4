//! Deleting coupons: one that orders refer to is archived, and can be brought back.
use super::lock;
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::ActivitySubject,
        entities::{coupon, order},
    },
};
use domain::{activity::Activity, coupons::CouponDeletion, ids::CouponId, orders::OrderState};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    ModelTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

/// Returns what deleting the coupon would change.
///
/// # Errors
/// [`Error::NotFound`], also for one that is archived.
pub async fn preview_deletion(db: &Db, coupon: CouponId) -> Result<CouponDeletion, Error> {
    let row = coupon::Entity::find_by_id(coupon)
        .filter(coupon::Column::ArchivedAt.is_null())
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let waiting = order::Entity::find()
        .filter(order::Column::CouponId.eq(coupon))
        .filter(order::Column::State.eq(OrderState::Waiting))
        .count(db.read())
        .await?;
    Ok(CouponDeletion {
        code: row.code,
        orders: orders_of(db.read(), coupon).await?,
        waiting: waiting.cast_signed(),
    })
}

/// Deletes a coupon that no order has; archives any other. Returns whether it is archived. `orders` is how many
/// orders the form named.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it was used since.
pub async fn delete(
    db: &Db,
    audit: &AuditContext,
    coupon: CouponId,
    orders: i64,
) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, coupon).await?;
    // A use is counted in the locked row, so that no order with the coupon comes in between.
    if orders_of(&txn, coupon).await? != orders {
        return Err(Error::Conflict);
    }
    let (code, is_archived) = (row.code.clone(), orders > 0);
    let done = if is_archived {
        let mut row = row.into_active_model();
        row.archived_at = Set(Some(audit.at));
        row.update(&txn).await?;
        Activity::CouponArchived { code }
    } else {
        row.delete(&txn).await?;
        Activity::CouponDeleted { code }
    };
    ActivitySubject::NONE.log(&txn, audit, done).await?;
    txn.commit().await?;
    Ok(is_archived)
}

/// Brings an archived coupon back, as it was.
///
/// # Errors
/// [`Error::NotFound`], also for one that is not archived; [`Error::Taken`] if another has its code by now.
pub async fn restore(db: &Db, audit: &AuditContext, coupon: CouponId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = coupon::Entity::find_by_id(coupon)
        .filter(coupon::Column::ArchivedAt.is_not_null())
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    let code = row.code.clone();
    let mut row = row.into_active_model();
    row.archived_at = Set(None);
    row.update(&txn).await?;
    ActivitySubject::NONE
        .log(&txn, audit, Activity::CouponRestored { code })
        .await?;
    txn.commit().await
}

/// How many orders refer to the coupon, in whatever state.
async fn orders_of(conn: &impl ConnectionTrait, coupon: CouponId) -> Result<i64, Error> {
    let orders = order::Entity::find().filter(order::Column::CouponId.eq(coupon));
    Ok(orders.count(conn).await?.cast_signed())
}
