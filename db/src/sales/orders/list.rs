//! Reading orders.
use super::{
    item,
    payments::{self, TO_RETURN_SQL},
};
use crate::{
    Db, Error,
    base::{
        entities::{order, order_line},
        paging::{self, List, Order},
        search_text,
        sql::Sql,
    },
};
use domain::{
    access_scope::AccessScope,
    ids::{OrderId, UserId},
    list_columns::OrderColumn,
    orders::{OrderDetails, OrderMoney, OrderQuery, OrderRow, Payment},
    page::Page,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// Orders per page of an export.
const EXPORT_PAGE: u64 = 1_000;

/// The newest first.
const ORDERS: List = List::new("orders", Order::Newest);

/// Returns one page of the orders. A number also finds the order with that number.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    query: &OrderQuery,
) -> Result<Page<OrderRow>, Error> {
    let sorting = query.sorting;
    let list = match sorting.by {
        OrderColumn::Date => ORDERS.reversed(!sorting.descending),
        OrderColumn::Total => {
            List::new("orders", Order::Number("total_minor")).reversed(sorting.descending)
        }
    };
    let ids = paging::ids(db, &list, query.search.cursor.as_deref(), |sql| {
        narrowed(sql, scope, query)
    })
    .await?;
    rows(db, ids).await
}

/// Returns up to 1,000 orders with an id below `before`, newest first; without `before`, the newest. A shorter result
/// is the last. The query's cursor does not count.
///
/// # Errors
/// The database failed.
pub async fn export(
    db: &Db,
    scope: AccessScope,
    query: &OrderQuery,
    before: Option<OrderId>,
) -> Result<Vec<OrderDetails>, Error> {
    let sql = Sql::new(db.read()).text("SELECT t.id FROM orders t WHERE TRUE");
    let ids: Vec<OrderId> = narrowed(sql, scope, query)
        .when(before.is_some(), " AND t.id < ?", [before.into()])
        .add(" ORDER BY t.id DESC LIMIT ?", [paging::limit(EXPORT_PAGE)])
        .column(db.read())
        .await?;
    let found = order::Entity::find()
        .filter(order::Column::Id.is_in(ids.iter().copied()))
        .order_by_desc(order::Column::Id)
        .all(db.read())
        .await?;
    let mut courses = course_names(db, &ids).await?;
    let mut payments = payments_of(db, &ids).await?;
    let details = |found: order::Model| {
        let (courses, payments) = (courses.remove(&found.id), payments.remove(&found.id));
        details(&found, courses, payments)
    };
    Ok(found.into_iter().map(details).collect())
}

/// Adds that the order `t` is in the scope and matches the query.
fn narrowed(sql: Sql, scope: AccessScope, query: &OrderQuery) -> Sql {
    let words = search_text::search_words(&query.search.text);
    let number: Option<OrderId> = query.search.text.trim().parse().ok();
    let sql = sql.orders_in_scope("t", scope);
    let sql = sql.when(
        query.state.is_some(),
        " AND t.state = ?",
        [query.state.into()],
    );
    let sql = sql.when(query.to_return, TO_RETURN_SQL, []);
    match number {
        Some(number) => sql
            .add(" AND (t.id = ? OR (TRUE", [number.into()])
            .words("t.search", &words)
            .text("))"),
        None => sql.words("t.search", &words),
    }
}

/// Returns one page of the buyer's own orders, newest first.
///
/// # Errors
/// The database failed.
pub async fn of_buyer(
    db: &Db,
    buyer: UserId,
    cursor: Option<&str>,
) -> Result<Page<OrderRow>, Error> {
    let ids = paging::ids(db, &ORDERS, cursor, |sql| {
        sql.add(" AND t.buyer_id = ?", [buyer.into()])
    })
    .await?;
    rows(db, ids).await
}

/// Returns any buyer's order.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, order: OrderId) -> Result<OrderDetails, Error> {
    let found = order::Entity::find_by_id(order).one(db.read()).await?;
    with_courses(db, found.ok_or(Error::NotFound)?).await
}

/// Returns the buyer's own order.
///
/// # Errors
/// [`Error::NotFound`], also for another user's order.
pub async fn get_own(db: &Db, buyer: UserId, order: OrderId) -> Result<OrderDetails, Error> {
    let found = order::Entity::find_by_id(order)
        .filter(order::Column::BuyerId.eq(buyer))
        .one(db.read())
        .await?;
    with_courses(db, found.ok_or(Error::NotFound)?).await
}

async fn rows(db: &Db, ids: Page<OrderId>) -> Result<Page<OrderRow>, Error> {
    let found = order::Entity::find()
        .filter(order::Column::Id.is_in(ids.rows.clone()))
        .all(db.read())
        .await?;
    let payments = payments_of(db, &ids.rows).await?;
    let of = |order| payments.get(&order).map(OrderMoney::of).unwrap_or_default();
    let rows = found.iter().map(|found| row(found, of(found.id))).collect();
    Ok(paging::order_by_ids(ids, rows, |row: &OrderRow| row.id))
}

async fn with_courses(db: &Db, found: order::Model) -> Result<OrderDetails, Error> {
    let mut courses = course_names(db, &[found.id]).await?;
    let mut payments = payments_of(db, &[found.id]).await?;
    let (courses, payments) = (courses.remove(&found.id), payments.remove(&found.id));
    Ok(details(&found, courses, payments))
}

/// The courses of each order, by the names they had.
async fn course_names(db: &Db, orders: &[OrderId]) -> Result<HashMap<OrderId, Vec<String>>, Error> {
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.is_in(orders.iter().copied()))
        .order_by_asc(order_line::Column::Position)
        .all(db.read())
        .await?;
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for line in lines {
        names.entry(line.order_id).or_default().push(line.name);
    }
    Ok(names)
}

/// The payments of each order that has any, in the order in which they came.
async fn payments_of(db: &Db, orders: &[OrderId]) -> Result<HashMap<OrderId, Vec<Payment>>, Error> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in payments::of_orders(db.read(), orders).await? {
        let of_order = found.entry(row.order_id).or_default();
        of_order.push(payments::view(&row));
    }
    Ok(found)
}

fn details(
    found: &order::Model,
    courses: Option<Vec<String>>,
    payments: Option<Vec<Payment>>,
) -> OrderDetails {
    let payments = payments.unwrap_or_default();
    OrderDetails {
        row: row(found, OrderMoney::of(&payments)),
        buyer: found.buyer_id,
        item: item(found),
        price: found.price,
        discount: found.discount,
        coupon: found.coupon_code.clone(),
        courses: courses.unwrap_or_default(),
        paid_at: found.paid_at,
        cancelled_at: found.cancelled_at,
        refunded_at: found.refunded_at,
        lapses_at: found.lapses_at,
        payments,
        buyer_email: found.buyer_email.clone(),
    }
}

fn row(found: &order::Model, money: OrderMoney) -> OrderRow {
    OrderRow {
        id: found.id,
        buyer: found.buyer_name.clone(),
        buyer_email: found.buyer_email.clone(),
        title: found.title.clone(),
        total: found.total,
        currency: found.currency,
        state: found.state,
        provider: found.provider,
        money,
        ordered_at: found.created_at,
    }
}
