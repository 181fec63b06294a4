//! How many orders have money to return, on **Orders** in the navigation.
use super::count_money_to_return;
use crate::{
    changes::use_list_changes,
    session::use_visible,
    ui::{Badge, ResourceResultView, ServerResource, Tone},
};
use domain::{events::ListKind, policy::Action};
use leptos::prelude::*;

/// Loads the number for those who see the orders. To be called once for a page.
pub fn use_money_to_return() -> ServerResource<Option<i64>> {
    let (sees, changes) = (
        use_visible(Action::ListOrders),
        use_list_changes(ListKind::Orders),
    );
    ServerResource::optional(
        move || sees.get().then(|| changes.get()),
        |_| count_money_to_return(),
    )
}

/// Nothing if there is no money to return.
#[component]
pub fn MoneyToReturn(of: ServerResource<Option<i64>>) -> impl IntoView {
    let badge = |orders: i64| {
        view! {
            <span class="sr-only">", with money to return: "</span>
            <Badge text=orders.to_string() tone=Tone::Warn />
        }
    };
    view! {
        <ResourceResultView
            of
            view=move |found| found.ok().flatten().filter(|orders| *orders > 0).map(badge)
        />
    }
}
