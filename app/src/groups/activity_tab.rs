//! Who did what to this group.
use super::{editor::use_group, list_group_activity, mass_action_log::MassActionHistory};
use crate::{
    live::use_group_notices,
    ui::{EmptyState, Icon, Moment, Pager, loaded, query_text},
};
use domain::{activity::ActivityRow, page::Page};
use leptos::prelude::*;

#[component]
pub fn ActivityTab() -> impl IntoView {
    let context = use_group();
    let at = query_text("at");
    let notices = use_group_notices(move || Some(context.id.get()));
    let page = Resource::new_blocking(
        move || {
            (
                context.id.get(),
                Some(at.get()).filter(|at| !at.is_empty()),
                notices.get(),
            )
        },
        |(group, cursor, _)| list_group_activity(group, cursor),
    );
    view! {
        <MassActionHistory/>
        <section class="panel" aria-label="Activity">
            <Transition>
                {move || Suspend::new(async move { loaded(page.await, move |page| view! { <Lines page/> }) })}
            </Transition>
        </section>
    }
}

#[component]
fn Lines(page: Page<ActivityRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <EmptyState icon=Icon::Clock title="Nothing has happened yet">"Every change of this group is listed here."</EmptyState> }.into_any();
    }
    let rows = page
        .rows
        .into_iter()
        .map(|row| view! {
            <li class="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3 text-sm">
                <p class="min-w-0 wrap-anywhere"><span class="font-medium">{row.actor}</span> " " {row.sentence}</p>
                <p class="muted"><Moment at=row.at/> {(!row.address.is_empty()).then(|| format!(" · from {}", row.address))}</p>
            </li>
        })
        .collect_view();
    view! {
        <ol class="divide-y divide-base-300">{rows}</ol>
        <Pager total=page.total nouns=("entry", "entries") previous=page.previous next=page.next/>
    }
    .into_any()
}
