//! The trash: deleted groups that can be restored.
use super::{RestoreGroup, list_trash};
use crate::ui::{
    EmptyState, Form, Icon, LocalTime, ResourceView, ServerMutation, ServerResource, Submit,
    on_success, toast,
};
use domain::{
    groups::{TRASH_DAYS, TrashedGroup},
    numbers::count,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn TrashPage() -> impl IntoView {
    let trash = ServerResource::new(|| (), |()| list_trash());
    view! {
        <Title text="Trash" />
        <h1 class="page-title mb-1">"Trash"</h1>
        <p class="muted mb-4">
            {format!(
                "Deleted groups stay here for {TRASH_DAYS} days. Restoring brings back members, courses, keys, \
                 and the enrolments the group gave, and makes a default group the default again. ",
            )} <a class="link" href="/groups">
                "Back to the groups"
            </a>
        </p>
        <section class="panel" aria-label="Trash">
            <ResourceView of=trash view=move |groups| view! { <Groups groups /> } />
        </section>
    }
}

#[component]
fn Groups(groups: Vec<TrashedGroup>) -> impl IntoView {
    if groups.is_empty() {
        return view! {
            <EmptyState icon=Icon::Trash title="The trash is empty">
                "Nothing to restore."
            </EmptyState>
        }
        .into_any();
    }
    let rows = groups
        .into_iter()
        .map(|group| view! { <Trashed group /> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

#[component]
fn Trashed(group: TrashedGroup) -> impl IntoView {
    let action = ServerMutation::<RestoreGroup>::new();
    on_success(action, |()| toast("Group restored."));
    view! {
        <li class="row">
            <div class="col-span-2 min-w-0">
                <p class="font-medium wrap-anywhere">{group.name}</p>
                <p class="muted text-sm">
                    {count(group.counts.members, "member")} ", " {count(group.counts.courses, "course")}
                    " · deleted " <LocalTime at=group.deleted_at />
                </p>
            </div>
            <Form action id=format!("restore-{}", group.id) class="justify-self-end">
                <input type="hidden" name="group" value=group.id.to_string() />
                <Submit label="Restore" class="btn btn-sm" icon=Icon::Undo />
            </Form>
        </li>
    }
}
