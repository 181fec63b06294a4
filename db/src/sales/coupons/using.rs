//! Using a coupon: the reduced price, and the count of its uses.
use super::lock;
use crate::{
    Db, Error, Txn,
    base::{
        entities::{coupon, coupon_group},
        sql::Sql,
    },
    branches,
    groups::keys::{KEY_HAS_USES_SQL, KEY_OPEN_SQL},
    sales::catalog,
};
use domain::{
    coupons::{CouponCode, DiscountedPrice},
    ids::{CouponId, GroupId, UserId},
    keys::KeyState,
    money::Price,
    orders::OrderState,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

/// Returns what the bundle costs the buyer with the coupon, now.
///
/// # Errors
/// [`Error::NotFound`] for a group that is not a bundle; [`Error::CouponRejected`].
pub async fn offer(
    db: &Db,
    buyer: UserId,
    group: GroupId,
    typed: &str,
    now: Timestamp,
) -> Result<DiscountedPrice, Error> {
    let branch = branches::of_user(db.read(), Some(buyer)).await?;
    let bundle = catalog::for_sale(db.read(), group, branch).await?;
    let found = find(db.read(), group, typed).await?;
    if found.state(now) != KeyState::Open {
        return Err(Error::CouponRejected);
    }
    ensure_left_for(db.read(), &found, buyer).await?;
    let price = bundle.price;
    Ok(DiscountedPrice::new(found.discount(), price))
}

/// Counts a use of the coupon if it is open. The condition and the count are one statement: that
/// is why the maximum holds. The caller has locked the buyer, so that their own uses do not change.
///
/// # Errors
/// [`Error::CouponRejected`].
pub(crate) async fn use_coupon(
    txn: &Txn,
    (group, buyer): (GroupId, UserId),
    price: Price,
    typed: &str,
    now: Timestamp,
) -> Result<(CouponId, String, DiscountedPrice), Error> {
    let found = find(txn, group, typed).await?;
    ensure_left_for(txn, &found, buyer).await?;
    let counted = Sql::new(txn)
        .add(
            "UPDATE coupons SET used = used + 1 WHERE archived_at IS NULL AND id = ?",
            [found.id.into()],
        )
        .text(KEY_HAS_USES_SQL)
        .add(KEY_OPEN_SQL, [now.into(), now.into()])
        .execute(txn)
        .await?;
    if counted == 0 {
        return Err(Error::CouponRejected);
    }
    // Read again under a lock, as someone may have edited it in the meantime.
    let found = lock(txn, found.id).await?;
    let offer = DiscountedPrice::new(found.discount(), price);
    Ok((found.id, found.code, offer))
}

/// Refuses a buyer who has used the coupon as often as one may.
async fn ensure_left_for(
    conn: &impl ConnectionTrait,
    found: &coupon::Model,
    buyer: UserId,
) -> Result<(), Error> {
    let Some(maximum) = found.per_buyer else {
        return Ok(());
    };
    let used = Sql::new(conn)
        .add(
            "SELECT count(*) FROM orders o WHERE o.coupon_id = ? AND o.buyer_id = ? AND o.state <> ?",
            [
                found.id.into(),
                buyer.into(),
                OrderState::Cancelled.into(),
            ],
        )
        .number(conn)
        .await?;
    if used < maximum {
        Ok(())
    } else {
        Err(Error::CouponRejected)
    }
}

/// Gives back a use when its order is cancelled.
pub(crate) async fn give_back(txn: &Txn, coupon: CouponId) -> Result<(), Error> {
    coupon::Entity::update_many()
        .col_expr(coupon::Column::Used, Expr::col(coupon::Column::Used).sub(1))
        .filter(coupon::Column::Id.eq(coupon))
        .filter(coupon::Column::Used.gt(0))
        .exec(txn)
        .await?;
    Ok(())
}

/// Counts a use again that was given back, whatever the limits are by now.
pub(crate) async fn use_again(txn: &Txn, coupon: CouponId) -> Result<(), Error> {
    coupon::Entity::update_many()
        .col_expr(coupon::Column::Used, Expr::col(coupon::Column::Used).add(1))
        .filter(coupon::Column::Id.eq(coupon))
        .exec(txn)
        .await?;
    Ok(())
}

/// Returns the coupon with this code, if it is for the bundle.
async fn find(
    conn: &impl ConnectionTrait,
    group: GroupId,
    typed: &str,
) -> Result<coupon::Model, Error> {
    let code = CouponCode::parse(typed).map_err(|_| Error::CouponRejected)?;
    let found = coupon::Entity::find()
        .filter(coupon::Column::CodeFolded.eq(code.folded()))
        .filter(coupon::Column::ArchivedAt.is_null())
        .one(conn)
        .await?
        .ok_or(Error::CouponRejected)?;
    let chosen = coupon_group::Entity::find_by_id((found.id, group))
        .one(conn)
        .await?;
    if found.all_bundles || chosen.is_some() {
        Ok(found)
    } else {
        Err(Error::CouponRejected)
    }
}
