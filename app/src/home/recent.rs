//! The newest joins and purchases.
use super::list_recent;
use crate::{
    activity::Days,
    changes::use_changes,
    session::use_visible,
    ui::{ResourceView, ServerResource},
};
use domain::{
    events::{ChangeEvent, ListKind},
    policy::Action,
    time::Timestamp,
    timeline::ActivityDay,
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
            <ResourceView of=recent view=move |(days, now)| view! { <Lines days now /> } />
        </section>
    }
}

#[component]
fn Lines(days: Vec<ActivityDay>, now: Timestamp) -> impl IntoView {
    if days.is_empty() {
        return view! {
            <p class="muted px-6 pt-2 pb-6 text-sm">
                "When someone joins with a key or buys from the catalog, it appears here."
            </p>
        }
        .into_any();
    }
    view! { <Days days now nested=true /> }.into_any()
}
