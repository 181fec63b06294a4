//! Orders in every state, and a coupon that some of them used.
use super::{Error, FOUNDED_DAYS_AGO, Staff, data};
use db::{AuditContext, Db, catalog, coupons, orders, users};
use domain::{
    coupons::{CouponCode, CouponInfo, Discount},
    ids::{OrderId, UserId},
    keys::Limits,
    orders::{OrderState, Provider, Purchasable, Purchase},
};
use std::collections::HashMap;

const COUPON: &str = "TOGETHER20";

/// Buyer (a position among the learners), bundle, whether the coupon was used, age in days, and
/// final state.
const SALES: [(usize, &str, bool, i64, OrderState); 7] = [
    (340, "Leadership programme", false, 21, OrderState::Paid),
    (341, "Leadership programme", true, 18, OrderState::Paid),
    (342, "Data literacy", false, 15, OrderState::Refunded),
    (343, "Languages", false, 12, OrderState::Cancelled),
    (344, "Languages", true, 9, OrderState::Paid),
    (345, "Data literacy", false, 6, OrderState::Waiting),
    (346, "Languages", false, 2, OrderState::Waiting),
];

/// Creates the orders; `learner` has a waiting one, too.
pub(super) async fn fill(
    db: &Db,
    audit: &AuditContext,
    learners: &[UserId],
    staff: &Staff,
) -> Result<(), Error> {
    let info = CouponInfo {
        code: data(CouponCode::parse(COUPON))?,
        off: Discount::Percent(20),
        limits: Limits {
            maximum: Some(100),
            ..Limits::default()
        },
        per_buyer: None,
        bundles: None,
    };
    let founded = AuditContext {
        at: audit.at.plus_days(-FOUNDED_DAYS_AGO),
        ..audit.clone()
    };
    coupons::create(db, &founded, &info).await?;
    let bundles: HashMap<_, _> = catalog::bundle_names(db)
        .await?
        .into_iter()
        .map(|(group, name)| (name, Purchasable::Bundle(group)))
        .collect();
    let own = (staff.learner, "Data literacy", true, 1, OrderState::Waiting);
    let sales = SALES
        .map(|(place, bundle, coupon, days, state)| (learners[place], bundle, coupon, days, state));
    for (buyer, bundle, coupon, days, state) in sales.into_iter().chain([own]) {
        let item = bundles.get(bundle).copied();
        let item = item.ok_or_else(|| Error::Data(bundle.to_owned()))?;
        let at = AuditContext {
            at: audit.at.plus_days(-days),
            ..audit.clone()
        };
        let order = buy(db, &at, buyer, item, coupon).await?;
        settle(db, &at, order, state).await?;
    }
    Ok(())
}

async fn buy(
    db: &Db,
    at: &AuditContext,
    buyer: UserId,
    item: Purchasable,
    coupon: bool,
) -> Result<OrderId, Error> {
    let user = users::get(db, buyer).await?;
    let audit = AuditContext {
        actor: Some(buyer),
        name: user.full_name(),
        ..at.clone()
    };
    let purchase = Purchase {
        item,
        coupon: if coupon { COUPON } else { "" },
        provider: Provider::Invoice,
        terms: "",
    };
    Ok(orders::buy(db, &audit, buyer, &purchase).await?)
}

/// Brings the order into its final state a day later.
async fn settle(
    db: &Db,
    at: &AuditContext,
    order: OrderId,
    state: OrderState,
) -> Result<(), Error> {
    let audit = AuditContext {
        at: at.at.plus_days(1),
        ..at.clone()
    };
    match state {
        OrderState::Waiting => {}
        OrderState::Paid => drop(orders::mark_paid(db, &audit, order).await?),
        OrderState::Cancelled => drop(orders::cancel(db, &audit, order).await?),
        OrderState::Refunded => {
            orders::mark_paid(db, &audit, order).await?;
            orders::refund(db, &audit, order).await?;
        }
    }
    Ok(())
}
