//! Orders of bundles, what was ordered, and what was paid.
use super::{Rows, TableRows, people};
use crate::{
    Portal,
    catalog::Group,
    person::{Order, Person},
};
use db::copying::Value;
use folding::of_order;

/// How long an order can wait for its payment.
const LAPSE_DAYS: i64 = 14;

const ORDERS: &[&str] = &[
    "id",
    "buyer_id",
    "buyer_name",
    "buyer_email",
    "search",
    "kind",
    "group_id",
    "title",
    "price_minor",
    "discount_minor",
    "total_minor",
    "currency",
    "state",
    "provider",
    "created_at",
    "paid_at",
    "cancelled_at",
    "refunded_at",
    "lapses_at",
];
const PAYMENTS: &[&str] = &[
    "order_id",
    "provider",
    "amount_minor",
    "currency",
    "received_at",
    "returned_minor",
    "returned_at",
    "settles",
];

pub(super) fn all<'a>(portal: &'a Portal<'_>) -> Vec<TableRows<'a>> {
    vec![
        (
            "orders",
            ORDERS,
            each(portal, move |sale| vec![order(portal, sale)]),
        ),
        (
            "order_lines",
            &["order_id", "position", "course_id", "name"],
            each(portal, move |sale| lines(portal, sale)),
        ),
        (
            "payments",
            PAYMENTS,
            each(portal, move |sale| payments(portal, sale)),
        ),
    ]
}

/// An order with all that it is made of.
struct Sale<'a> {
    id: i64,
    person: &'a Person,
    order: &'a Order,
    group: &'a Group,
}

impl Sale<'_> {
    fn was_paid(&self) -> bool {
        ["paid", "refunded"].contains(&self.order.state)
    }
}

/// The rows of each order, whose numbers are in the order of their buyers.
fn each<'a>(
    portal: &'a Portal<'_>,
    rows: impl Fn(&Sale<'_>) -> Vec<Vec<Value>> + Send + 'a,
) -> Rows<'a> {
    let buyers = people(portal).filter(|person| person.order.is_some());
    Box::new((1..).zip(buyers).flat_map(move |(id, person)| {
        let sold = person.order.as_ref().and_then(|order| {
            let group = portal.catalog.group(order.group)?;
            let person = &person;
            Some(rows(&Sale {
                id,
                person,
                order,
                group,
            }))
        });
        sold.unwrap_or_default()
    }))
}

fn order(portal: &Portal<'_>, sale: &Sale<'_>) -> Vec<Value> {
    let Sale {
        person,
        order,
        group,
        ..
    } = sale;
    let name = person.full_name();
    let later = |states: &[&str]| {
        let at = order.at.plus_days(1).0.min(portal.plan.now.0);
        states.contains(&order.state).then_some(at)
    };
    vec![
        sale.id.into(),
        portal.id_of(person).into(),
        name.as_str().into(),
        person.name.email.as_str().into(),
        of_order(&name, &person.name.email, &group.name).into(),
        "bundle".into(),
        (order.group + 1).into(),
        group.name.as_str().into(),
        group.price.into(),
        0_i64.into(),
        group.price.into(),
        portal.currency.into(),
        order.state.into(),
        "invoice".into(),
        order.at.0.into(),
        later(&["paid", "refunded"]).into(),
        later(&["cancelled"]).into(),
        later(&["refunded"]).into(),
        // What waits still can be paid, however old its order is.
        (order.state == "waiting")
            .then(|| portal.plan.now.plus_days(LAPSE_DAYS).0)
            .into(),
    ]
}

fn lines(portal: &Portal<'_>, sale: &Sale<'_>) -> Vec<Vec<Value>> {
    let line = |(position, course): (i64, &i64)| {
        let name = portal
            .catalog
            .course(*course)
            .map(|course| course.name.as_str());
        vec![
            sale.id.into(),
            position.into(),
            (course + 1).into(),
            name.unwrap_or_default().into(),
        ]
    };
    (1..).zip(&sale.group.courses).map(line).collect()
}

fn payments(portal: &Portal<'_>, sale: &Sale<'_>) -> Vec<Vec<Value>> {
    if !sale.was_paid() {
        return Vec::new();
    }
    let at = sale.order.at.plus_days(1).0.min(portal.plan.now.0);
    let returned = sale.order.state == "refunded";
    vec![vec![
        sale.id.into(),
        "invoice".into(),
        sale.group.price.into(),
        portal.currency.into(),
        at.into(),
        if returned { sale.group.price } else { 0 }.into(),
        returned.then_some(at).into(),
        true.into(),
    ]]
}
