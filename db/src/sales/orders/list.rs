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
    },
};
use domain::{
    access_scope::AccessScope,
    ids::{OrderId, UserId},
    orders::{OrderDetails, OrderMoney, OrderQuery, OrderRow},
    page::Page,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

const ORDERS: List = List {
    table: "orders",
    order: Order::Newest,
};

/// Returns one page of the orders, newest first. A number also finds the order with that number.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    query: &OrderQuery,
) -> Result<Page<OrderRow>, Error> {
    let words = search_text::search_words(&query.search.text);
    let number: Option<OrderId> = query.search.text.trim().parse().ok();
    let ids = paging::ids(db, &ORDERS, query.search.cursor.as_deref(), |sql| {
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
    })
    .await?;
    rows(db, ids).await
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
    details(db, found.ok_or(Error::NotFound)?).await
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
    details(db, found.ok_or(Error::NotFound)?).await
}

async fn rows(db: &Db, ids: Page<OrderId>) -> Result<Page<OrderRow>, Error> {
    let found = order::Entity::find()
        .filter(order::Column::Id.is_in(ids.rows.clone()))
        .all(db.read())
        .await?;
    let money = payments::money_of(db.read(), &ids.rows).await?;
    let of = |order| money.get(&order).copied().unwrap_or_default();
    let rows = found.iter().map(|found| row(found, of(found.id))).collect();
    Ok(paging::order_by_ids(ids, rows, |row: &OrderRow| row.id))
}

async fn details(db: &Db, found: order::Model) -> Result<OrderDetails, Error> {
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.eq(found.id))
        .order_by_asc(order_line::Column::Position)
        .all(db.read())
        .await?;
    let payments = payments::of_orders(db.read(), &[found.id]).await?;
    let payments: Vec<_> = payments.iter().map(payments::view).collect();
    Ok(OrderDetails {
        row: row(&found, OrderMoney::of(&payments)),
        buyer: found.buyer_id,
        item: item(&found),
        price: found.price,
        discount: found.discount,
        coupon: found.coupon_code,
        courses: lines.into_iter().map(|line| line.name).collect(),
        paid_at: found.paid_at,
        cancelled_at: found.cancelled_at,
        refunded_at: found.refunded_at,
        lapses_at: found.lapses_at,
        payments,
        buyer_email: found.buyer_email,
    })
}

fn row(found: &order::Model, money: OrderMoney) -> OrderRow {
    OrderRow {
        id: found.id,
        buyer: found.buyer_name.clone(),
        title: found.title.clone(),
        total: found.total,
        currency: found.currency,
        state: found.state,
        provider: found.provider,
        money,
        ordered_at: found.created_at,
    }
}
