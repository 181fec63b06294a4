//! The newest joins and purchases.
use super::list_recent;
use crate::{
    activity::ActivityList,
    changes::use_changes,
    session::use_visible,
    ui::{ResourceView, ServerResource},
};
use domain::{
    activity::ActivityRow,
    events::{ChangeEvent, ListKind},
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn RecentPanel() -> impl IntoView {
    let sees = use_visible(Action::ViewActivity);
    move || sees.get().then(|| view! { <Recent /> })
}

#[component]
fn Recent() -> impl IntoView {
    let changes = use_changes(|event| {
        matches!(
            event,
            ChangeEvent::Group(_) | ChangeEvent::List(ListKind::Orders)
        )
    });
    let recent = ServerResource::new(move || changes.get(), |_| list_recent());
    view! {
        <section class="panel" aria-labelledby="recent-title">
            <div class="panel-head">
                <h2 id="recent-title" class="panel-title">
                    "Recent joins and purchases"
                </h2>
                <a class="link text-sm" href="/activity">
                    "All activity"
                </a>
            </div>
            <ResourceView of=recent view=move |rows| view! { <Lines rows /> } />
        </section>
    }
}

#[component]
fn Lines(rows: Vec<ActivityRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <p class="muted px-6 pt-2 pb-6 text-sm">
                "When someone joins with a key or buys from the catalog, it appears here."
            </p>
        }
        .into_any();
    }
    view! { <ActivityList rows subjects=true /> }.into_any()
}
