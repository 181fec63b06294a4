//! The orders as a file.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
};
use app::server::{Gate, Refusal};
use axum::{extract::Query, response::Response};
use domain::{
    imports::name_lists,
    orders::{OrderDetails, OrderMoney, OrderQuery, OrderState},
    page::Search,
    policy::Action,
    time::Timestamp,
};
use futures::stream;
use serde::Deserialize;

/// The search and filter of the list of orders, as its page has them in its address.
#[derive(Debug, Deserialize)]
pub struct OrderFilter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
}

/// The orders in scope that match the filter, newest first.
pub async fn orders(
    gate: Gate,
    Query(filter): Query<OrderFilter>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ListOrders)?;
    let file = ListFile::new(FileName::new("orders"), "Orders", asked, &cx);
    let (db, scope) = (cx.db().clone(), cx.scope);
    let query = OrderQuery {
        search: Search {
            text: filter.q,
            cursor: None,
        },
        state: OrderState::from_code(&filter.state),
        to_return: filter.state == OrderMoney::ToReturn.code(),
        ..OrderQuery::default()
    };
    let pages = stream::try_unfold(None, move |before| {
        let (db, query) = (db.clone(), query.clone());
        async move {
            let page = db::orders::export(&db, scope, &query, before).await?;
            let last = page.last().map(|order| order.row.id);
            Ok(last.map(|last| (page, Some(last))))
        }
    });
    file.send(&HEAD, pages, cells).await
}

const HEAD: [&str; 16] = [
    "Order",
    "Ordered (UTC)",
    "Buyer",
    "E-mail",
    "Title",
    "Courses",
    "Price",
    "Discount",
    "Total",
    "Currency",
    "Coupon",
    "Payment",
    "State",
    "Paid (UTC)",
    "Cancelled (UTC)",
    "Refunded (UTC)",
];

fn cells(order: OrderDetails) -> Vec<String> {
    let moment = |at: Option<Timestamp>| at.map(Timestamp::input_value).unwrap_or_default();
    let (number, courses) = (order.number(), name_lists::join(&order.courses));
    let row = order.row;
    vec![
        number,
        row.ordered_at.input_value(),
        row.buyer,
        order.buyer_email,
        row.title,
        courses,
        order.price.input_value(row.currency),
        order.discount.input_value(row.currency),
        row.total.input_value(row.currency),
        row.currency.code().to_owned(),
        order.coupon.unwrap_or_default(),
        row.provider.label().to_owned(),
        row.state.label().to_owned(),
        moment(order.paid_at),
        moment(order.cancelled_at),
        moment(order.refunded_at),
    ]
}
