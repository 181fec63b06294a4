//! Who did what to this group.
use super::{editor::use_group, list_group_activity, mass_action_log::MassActionHistory};
use crate::{
    activity::ActivityLines,
    live::use_group_notices,
    ui::{loaded, use_cursor},
};
use leptos::prelude::*;

#[component]
pub fn ActivityTab() -> impl IntoView {
    let context = use_group();
    let cursor = use_cursor();
    let notices = use_group_notices(move || Some(context.id.get()));
    let page = Resource::new_blocking(
        move || (context.id.get(), cursor.get(), notices.get()),
        |(group, cursor, _)| list_group_activity(group, cursor),
    );
    view! {
        <MassActionHistory/>
        <section class="panel" aria-label="Activity">
            <Transition>
                {move || Suspend::new(async move { loaded(page.await, move |page| view! { <ActivityLines page empty="Every change of this group is listed here."/> }) })}
            </Transition>
            <p class="border-t border-base-300 px-4 py-3 text-sm">
                <a class="link" href=move || format!("/activity?group={}", context.id.get())>"The whole portal’s activity, narrowed to this group"</a>
            </p>
        </section>
    }
}
