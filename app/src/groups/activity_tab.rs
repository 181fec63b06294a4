//! The Activity tab: the mass actions and the activity log of one group.
use super::{editor::use_group, list_group_activity, mass_action_log::MassActionHistory};
use crate::{
    activity::ActivityLines,
    changes::use_group_changes,
    ui::{ResourceView, ServerResource, use_cursor},
};
use leptos::prelude::*;

#[component]
pub fn ActivityTab() -> impl IntoView {
    let context = use_group();
    let cursor = use_cursor();
    let changes = use_group_changes(move || Some(context.id.get()));
    let page = ServerResource::new(
        move || {
            (
                context.id.get(),
                cursor.get(),
                (changes.get(), context.acted.get()),
            )
        },
        |(group, cursor, _)| list_group_activity(group, cursor),
    );
    view! {
        <MassActionHistory />
        <section class="panel" aria-label="Activity">
            <ResourceView
                of=page
                view=move |page| view! { <ActivityLines page empty="Changes to this group appear here." /> }
            />
            <p class="border-t border-base-300 px-4 py-3 text-sm">
                <a class="link" href=move || format!("/activity?group={}", context.id.get())>
                    "Open in the portal’s activity log"
                </a>
            </p>
        </section>
    }
}
