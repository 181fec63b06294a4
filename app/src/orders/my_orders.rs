//! The buyer's own orders.
use super::{list_my_orders, rows::OwnOrders};
use crate::{
    changes::use_my_changes,
    session::{use_may, use_me},
    ui::{EmptyState, Icon, ResourceView, ServerResource, use_cursor},
};
use domain::{orders::OrderRow, page::Page, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn MyOrdersPage() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let (changes, cursor) = (use_my_changes(me), use_cursor());
    let page = ServerResource::new(
        move || (cursor.get(), changes.get()),
        |(cursor, _)| list_my_orders(cursor),
    );
    view! {
        <Title text="My orders" />
        <h1 class="page-title mb-4">"My orders"</h1>
        <section class="panel" aria-label="My orders">
            <ResourceView of=page view=move |page| view! { <Orders page /> } />
        </section>
    }
}

#[component]
fn Orders(page: Page<OrderRow>) -> impl IntoView {
    let may = use_may(Action::BrowseCatalog);
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Cart title="No orders yet">
                "Your purchases and invoices appear here. "
                <Show when=move || may.get()>
                    <a class="link" href="/catalog/courses">
                        "Browse the catalog"
                    </a>
                </Show>
            </EmptyState>
        }
        .into_any();
    }
    view! { <OwnOrders page /> }.into_any()
}
