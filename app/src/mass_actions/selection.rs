//! What the rows, the menu, the panel and the dialogs of a list with mass actions share.
use domain::ids::UserId;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

#[derive(Clone, Copy)]
pub struct SelectionContext {
    /// Counts the changes of many rows; each refetches the list.
    pub reload: RwSignal<u32>,
    /// Whether a mass action runs: the list is refetched at its end, not at each step.
    pub running: RwSignal<bool>,
    /// The number of selected rows on this page.
    pub ticked: RwSignal<usize>,
    /// Whether the actor may start any mass action: if not, rows have no checkbox.
    pub acts: Signal<bool>,
}

/// Provides the selection of a list to its parts.
pub fn provide_selection(acts: Signal<bool>) -> SelectionContext {
    let selection = SelectionContext {
        reload: RwSignal::new(0),
        running: RwSignal::new(false),
        ticked: RwSignal::new(0),
        acts,
    };
    provide_context(selection);
    selection
}

pub fn use_selection() -> SelectionContext {
    expect_context()
}

/// Returns the users whose rows were ticked, as the menu puts them into the address.
pub fn ticked_users(query: &ParamsMap) -> Vec<UserId> {
    let ids = query.get_all("user").unwrap_or_default();
    let users = ids.iter().filter_map(|id| id.parse().ok().map(UserId));
    users.collect()
}
