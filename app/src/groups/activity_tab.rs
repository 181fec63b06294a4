//! The Activity tab: the mass actions and the activity log of one group.
use super::{editor::use_group, list_group_activity, mass_action_log::MassActionHistory};
use crate::{
    activity::ActivityLines,
    live::use_group_notices,
    ui::{Answer, Loaded, use_cursor},
};
use leptos::prelude::*;

#[component]
pub fn ActivityTab() -> impl IntoView {
    let context = use_group();
    let cursor = use_cursor();
    let notices = use_group_notices(move || Some(context.id.get()));
    let page = Answer::new(
        move || (context.id.get(), cursor.get(), notices.get()),
        |(group, cursor, _)| list_group_activity(group, cursor),
    );
    view! {
        <MassActionHistory/>
        <section class="panel" aria-label="Activity">
            <Loaded of=page view=move |page| view! { <ActivityLines page empty="Changes to this group appear here."/> }/>
            <p class="border-t border-base-300 px-4 py-3 text-sm">
                <a class="link" href=move || format!("/activity?group={}", context.id.get())>"Open in the portal’s activity log"</a>
            </p>
        </section>
    }
}
