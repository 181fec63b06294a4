//! Orders: buying, payment, and what they grant.
mod buying;
mod checkouts;
mod events;
mod fulfilment;
mod lapsing;
mod list;
mod payments;
mod returns;

pub use crate::base::entities::payment_event::EventOutcome;
pub use buying::buy;
pub use checkouts::{
    PayableOrder, close_checkout, open_checkout, payable_order, set_provider, set_reference,
};
pub use events::apply_event;
pub use fulfilment::{cancel, cancel_own, mark_paid, refund};
pub use lapsing::{LapsingOrder, lapse, lapsing};
pub use list::{export, get, get_own, list, of_buyer};
pub use payments::count_to_return;
pub use returns::{ProviderPayment, accept_payment, record_return, returnable};

use crate::{
    AuditContext, Error, Txn,
    base::{activity::ActivitySubject, entities::order},
};
use domain::{
    activity::{Activity, PaymentMismatch},
    ids::OrderId,
    orders::Purchasable,
};
use sea_orm::{EntityTrait, QuerySelect};

/// What was bought; `None` if it was deleted.
const fn item(row: &order::Model) -> Option<Purchasable> {
    match (row.group_id, row.course_id) {
        (Some(group), _) => Some(Purchasable::Bundle(group)),
        (None, Some(course)) => Some(Purchasable::Course(course)),
        (None, None) => None,
    }
}

/// Locks the order against other changes until the transaction ends. Locked before users and
/// groups.
async fn lock(txn: &Txn, order: OrderId) -> Result<order::Model, Error> {
    order::Entity::find_by_id(order)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns what an activity line about the order is about.
fn subject(row: &order::Model) -> ActivitySubject {
    ActivitySubject {
        group: row.group_id,
        course: row.course_id,
        user: row.buyer_id,
        order: Some(row.id),
    }
}

/// Logs that a payment came which the order does not wait for.
async fn log_mismatch(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    reason: PaymentMismatch,
) -> Result<(), Error> {
    let order = row.id;
    subject(row)
        .log(txn, audit, Activity::PaymentMismatched { order, reason })
        .await
}
