//! Orders: buying, payment, and what they grant.
mod buying;
mod fulfilment;
mod list;
mod payments;

pub use buying::buy;
pub use fulfilment::{Moved, cancel, cancel_own, mark_paid, refund};
pub use list::{get, get_own, list, of_buyer};
pub use payments::{Outcome, ToPay, set_reference, take, to_pay};

use crate::{
    By, Error, Txn,
    activity::{self, Subject},
    entities::order,
};
use domain::{
    ids::{CourseId, GroupId, OrderId, UserId},
    orders::{Item, OrderState, Provider, number},
};
use sea_orm::{EntityTrait, QuerySelect};

/// What was bought; `None` if it was deleted.
const fn item(row: &order::Model) -> Option<Item> {
    match (row.group_id, row.course_id) {
        (Some(group), _) => Some(Item::Bundle(GroupId(group))),
        (None, Some(course)) => Some(Item::Course(CourseId(course))),
        (None, None) => None,
    }
}

fn state(row: &order::Model) -> Result<OrderState, Error> {
    OrderState::from_code(&row.state).ok_or(Error::Corrupt("orders.state"))
}

fn provider(row: &order::Model) -> Result<Provider, Error> {
    Provider::from_code(&row.provider).ok_or(Error::Corrupt("orders.provider"))
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

/// An order in an activity line: "order 00012".
fn numbered(row: &order::Model) -> String {
    format!("order {}", number(OrderId(row.id)))
}

/// Logs an activity line about an order.
async fn log(
    txn: &Txn,
    by: &By,
    verb: &str,
    row: &order::Model,
    detail: String,
) -> Result<(), Error> {
    let subject = Subject {
        group: row.group_id.map(GroupId),
        course: row.course_id.map(CourseId),
        user: row.buyer_id.map(UserId),
    };
    activity::log(txn, by, verb, subject, detail).await
}
