//! The rows of an order list, for administrators and buyers.
use crate::ui::{Badge, LocalTime, PagedList, Tone};
use domain::{
    orders::{OrderMoney, OrderRow, OrderState, number},
    page::Page,
};
use leptos::prelude::*;

#[component]
pub fn OrderRows(
    page: Page<OrderRow>,
    /// Whether rows name the buyer.
    #[prop(optional)]
    buyers: bool,
) -> impl IntoView {
    view! { <PagedList page nouns=("order", "orders") row=move |order| view! { <OrderItem order buyers /> } /> }
}

#[component]
fn OrderItem(order: OrderRow, buyers: bool) -> impl IntoView {
    let buyer = buyers.then(|| format!("{} ({}) · ", order.buyer, order.buyer_email));
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-2">
                    <span class="muted text-sm tabular-nums">{number(order.id)}</span>
                    <a class="link-row stretched wrap-anywhere" href=format!("/orders/{}", order.id)>
                        {order.title}
                    </a>
                    <StateBadge state=order.state />
                    <MoneyBadge money=order.money />
                </p>
                <p class="muted text-sm wrap-anywhere">{buyer} <LocalTime at=order.ordered_at /></p>
            </div>
            <p class="text-right font-medium tabular-nums">{order.total.display(order.currency)}</p>
        </li>
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
