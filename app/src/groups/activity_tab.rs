//! The Activity tab: the mass actions and the activity log of one group.
use super::{
    editor::{GroupContext, use_group},
    list_group_activity,
};
use crate::{
    activity::{ActivityFilters, ActivityLines, FilterChips, use_activity_filter},
    changes::use_group_changes,
    mass_actions::{ActionsOf, MassActionHistory, list_mass_actions},
    ui::{ResourceView, ServerResource, use_cursor},
};
use domain::{activity::ActivityFilter, mass_actions::MassActionView};
use leptos::prelude::*;

#[component]
pub fn ActivityTab() -> impl IntoView {
    let context = use_group();
    let (cursor, asked) = (use_cursor(), use_activity_filter());
    let filter = Memo::new(move |_| ActivityFilter {
        group: None,
        ..asked.get()
    });
    let changes = use_group_changes(move || Some(context.id.get()));
    let page = ServerResource::new(
        move || {
            (
                context.id.get(),
                (filter.get(), cursor.get()),
                (changes.get(), context.acted.get()),
            )
        },
        |(group, (filter, cursor), _)| list_group_activity(group, filter, cursor),
    );
    view! {
        <MassActionHistory actions=use_group_actions() of=actions_of(context) />
        <section class="panel" aria-label="Activity">
            <ActivityFilters is_filtered=Signal::derive(move || filter.get() != ActivityFilter::default()) />
            <ResourceView
                of=page
                view=move |timeline| {
                    let filter = filter.get_untracked();
                    let is_filtered = filter != ActivityFilter::default();
                    view! {
                        <FilterChips filter names=timeline.names.clone() />
                        <ActivityLines
                            timeline
                            is_filtered
                            of_group=true
                            empty="Changes to this group appear here."
                        />
                    }
                }
            />
            <p class="border-t border-base-300 px-4 py-3 text-sm">
                <a class="link" href=move || format!("/activity?group={}", context.id.get())>
                    "Open in the portal’s activity log"
                </a>
            </p>
        </section>
    }
}

/// The group's newest mass actions.
pub(super) fn use_group_actions() -> ServerResource<Vec<MassActionView>> {
    let context = use_group();
    let changes = use_group_changes(move || Some(context.id.get()));
    ServerResource::new(
        move || (context.id.get(), changes.get(), context.acted.get()),
        |(group, _, _)| list_mass_actions(group),
    )
}

pub(super) fn actions_of(group: GroupContext) -> ActionsOf {
    ActionsOf {
        group: Some(group.id),
        done: Callback::new(move |()| {
            group.refetch();
            group.acted.update(|times| *times += 1);
        }),
    }
}
