//! The printable invoice of an order.
use super::{OrderView, get_order, order_page::use_list_of_orders, order_totals::OrderTotals};
use crate::ui::{PrintButton, ResourceView, ServerResource, Trail, route_id};
use domain::{ids::OrderId, money::Price, orders::OrderState};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn InvoicePage() -> impl IntoView {
    let id = route_id("id", OrderId);
    let order = ServerResource::new(move || id.get(), get_order);
    view! { <ResourceView of=order view=move |view| view! { <Invoice view /> } /> }
}

#[component]
fn Invoice(view: OrderView) -> impl IntoView {
    let OrderView { order, seller, .. } = view;
    let title = format!("Invoice {}", order.number());
    let date = order.row.ordered_at.day();
    let list = use_list_of_orders();
    let courses = order
        .courses
        .iter()
        .map(|name| view! { <li class="wrap-anywhere">{name.clone()}</li> })
        .collect_view();
    let state = match order.row.state {
        OrderState::Waiting => match order.lapses_at {
            Some(at) => format!(
                "Payment due. The order lapses on {} if it is unpaid.",
                at.day()
            ),
            None => "Payment due.".to_owned(),
        },
        OrderState::Paid => "Paid. Thank you.".to_owned(),
        OrderState::Cancelled => "Cancelled. No payment is due.".to_owned(),
        OrderState::Refunded => "Refunded.".to_owned(),
    };
    let returned: i64 = order.payments.iter().map(|one| one.returned.minor()).sum();
    let returned = (returned > 0).then(|| {
        let returned = Price::from_minor(returned).display(order.row.currency);
        view! { <p>{format!("Returned so far: {returned}.")}</p> }
    });
    view! {
        <Title text=title.clone() />
        <div class="no-print mx-auto mb-4 flex max-w-2xl flex-wrap items-center justify-between gap-3">
            <Trail
                links=vec![
                    (list.0.to_owned(), list.1.to_owned()),
                    (format!("/orders/{}", order.row.id), format!("Order {}", order.number())),
                ]
                here=title.clone()
            />
            <PrintButton />
        </div>
        <article class="panel on-paper mx-auto grid max-w-2xl gap-8 p-8 print:max-w-none print:p-0">
            <header class="flex flex-wrap items-start justify-between gap-4">
                <div>
                    <p class="text-lg font-semibold wrap-anywhere">{seller}</p>
                </div>
                <div class="text-right">
                    <h1 class="page-title">{title}</h1>
                    <p class="muted text-sm">"Date: " {date}</p>
                </div>
            </header>
            <section aria-label="Buyer">
                <p class="muted text-sm">"To"</p>
                <p class="font-medium wrap-anywhere">{order.row.buyer.clone()}</p>
                <p class="text-sm wrap-anywhere">{order.buyer_email.clone()}</p>
            </section>
            <section class="grid gap-3" aria-label="What was ordered">
                <p class="flex justify-between gap-4 border-b border-base-300 pb-2 font-semibold">
                    <span class="wrap-anywhere">{order.row.title.clone()}</span>
                    <span class="amount shrink-0">{order.price.display(order.row.currency)}</span>
                </p>
                <ul class="list-disc pl-5 text-sm">{courses}</ul>
                <OrderTotals order=order.clone() />
            </section>
            <footer class="text-sm">
                <p>{state}</p>
                {returned}
            </footer>
        </article>
    }
}
