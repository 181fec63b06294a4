//! Orders: buying, payment, and what they grant.
mod buying;
mod fulfilment;
mod list;
mod payments;

pub use buying::buy;
pub use fulfilment::{cancel, cancel_own, mark_paid, refund};
pub use list::{get, get_own, list, of_buyer};
pub use payments::{EventOutcome, PayableOrder, apply_event, payable_order, set_reference};

use crate::{
    Error, Txn,
    base::{activity::ActivitySubject, entities::order},
};
use domain::{
    ids::{CourseId, GroupId, OrderId, UserId},
    orders::{OrderState, Provider, Purchasable},
};
use sea_orm::{EntityTrait, QuerySelect};

/// What was bought; `None` if it was deleted.
const fn item(row: &order::Model) -> Option<Purchasable> {
    match (row.group_id, row.course_id) {
        (Some(group), _) => Some(Purchasable::Bundle(GroupId(group))),
        (None, Some(course)) => Some(Purchasable::Course(CourseId(course))),
        (None, None) => None,
    }
}

fn state(row: &order::Model) -> Result<OrderState, Error> {
    OrderState::from_code(&row.state).ok_or(Error::InvalidData("orders.state"))
}

fn provider(row: &order::Model) -> Result<Provider, Error> {
    Provider::from_code(&row.provider).ok_or(Error::InvalidData("orders.provider"))
}

/// Locks the order against other changes until the transaction ends. Locked before users and
/// groups.
async fn lock(txn: &Txn, order: OrderId) -> Result<order::Model, Error> {
    order::Entity::find_by_id(order.0)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns what an activity line about the order is about.
fn subject(row: &order::Model) -> ActivitySubject {
    ActivitySubject {
        group: row.group_id.map(GroupId),
        course: row.course_id.map(CourseId),
        user: row.buyer_id.map(UserId),
        order: Some(OrderId(row.id)),
    }
}
