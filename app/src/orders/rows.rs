//! The table of orders, for administrators and buyers.
use crate::ui::{Badge, Column, LocalTime, NameCell, PagedTable, TextCell, Tone, use_sorting};
use domain::{
    list_columns::OrderColumn,
    orders::{OrderMoney, OrderRow, OrderState, number},
    page::Page,
};
use leptos::prelude::*;

/// All orders, which heads sort.
#[component]
pub fn AllOrders(page: Page<OrderRow>) -> impl IntoView {
    let now = use_sorting::<OrderColumn>().get_untracked();
    let columns = vec![
        Column::plain("Number", "cell-key"),
        Column::plain("Title", "cell-main"),
        Column::plain("Buyer", "cell-text"),
        Column::sorted(OrderColumn::Date, now, "cell-date"),
        Column::sorted(OrderColumn::Total, now, "cell-number"),
        Column::plain("Status", "cell-text"),
    ];
    view! { <OrderTable page columns buyers=true /> }
}

/// A buyer's own orders.
#[component]
pub fn OwnOrders(page: Page<OrderRow>) -> impl IntoView {
    let columns = vec![
        Column::plain("Number", "cell-key"),
        Column::plain("Title", "cell-main"),
        Column::plain("Date", "cell-date"),
        Column::plain("Total", "cell-number"),
        Column::plain("Status", "cell-text"),
    ];
    view! { <OrderTable page columns buyers=false /> }
}

#[component]
fn OrderTable(page: Page<OrderRow>, columns: Vec<Column>, buyers: bool) -> impl IntoView {
    let label = if buyers { "Orders" } else { "My orders" };
    view! {
        <PagedTable
            page
            nouns=("order", "orders")
            label
            class="order-table"
            columns
            row=move |order| view! { <OrderItem order buyers /> }
        />
    }
}

#[component]
fn OrderItem(order: OrderRow, buyers: bool) -> impl IntoView {
    let buyer = buyers.then(|| {
        let text = format!("{} ({})", order.buyer, order.buyer_email);
        view! { <TextCell text /> }
    });
    view! {
        <tr role="row">
            <td role="cell" class="cell-key">
                {number(order.id)}
            </td>
            <NameCell name=order.title href=format!("/orders/{}", order.id) />
            {buyer}
            <td role="cell" class="cell-date">
                <LocalTime at=order.ordered_at day=true />
            </td>
            <td role="cell" class="cell-number">
                {order.total.display(order.currency)}
            </td>
            <td role="cell" class="cell-badges">
                <StateBadge state=order.state />
                <MoneyBadge money=order.money />
            </td>
        </tr>
    }
}

#[component]
pub fn StateBadge(state: OrderState) -> impl IntoView {
    let tone = match state {
        OrderState::Waiting => Tone::Warn,
        OrderState::Paid => Tone::Good,
        OrderState::Cancelled | OrderState::Refunded => Tone::Plain,
    };
    view! { <Badge text=state.label() tone /> }
}

/// What is special about the order's money, if anything is.
#[component]
pub fn MoneyBadge(money: OrderMoney) -> impl IntoView {
    let tone = match money {
        OrderMoney::Plain => return ().into_any(),
        OrderMoney::ToReturn => Tone::Warn,
        OrderMoney::PartlyReturned => Tone::Plain,
    };
    view! { <Badge text=money.label() tone /> }.into_any()
}
