//! The strip after **Add group**: the key, and the next steps.
use super::list_keys;
use crate::{
    session::use_may,
    ui::{AddedStrip, CopyButton, NextStep, ResourceResultView, ServerResource, use_added},
};
use domain::{groups::GroupDetails, ids::GroupId, keys::KeyRow, policy::Action};
use leptos::prelude::*;

#[component]
pub fn GroupAdded(id: Memo<GroupId>, details: RwSignal<GroupDetails>) -> impl IntoView {
    let (added, may_see_keys) = (use_added(), use_may(Action::ManageKeys));
    let keys = ServerResource::optional(
        move || (added.get() && may_see_keys.get()).then(|| id.get()),
        list_keys,
    );
    let name = Signal::derive(move || details.read().name.clone());
    let steps = Signal::derive(move || {
        let (id, counts) = (id.get(), details.read().counts);
        let tab = |tab: &str| format!("/groups/{id}/{tab}?done=added");
        let mut steps: Vec<NextStep> = vec![
            (tab("users"), "1 Users", Action::ListGroups),
            (tab("courses"), "2 Courses", Action::ListGroups),
        ];
        if counts.drift > 0 {
            let assign = format!("/groups/{id}/users?mass=assign-all");
            steps.push((assign, "3 Assign", Action::AssignCourses));
        }
        steps
    });
    move || {
        added.get().then(|| {
            view! {
                <AddedStrip what="Group added." name steps>
                    <ResourceResultView
                        of=keys
                        view=|found| {
                            let (keys, _) = found.ok().flatten()?;
                            let key = keys.into_iter().next()?;
                            Some(view! { <Key key_row=key /> })
                        }
                    />
                </AddedStrip>
            }
        })
    }
}

#[component]
fn Key(key_row: KeyRow) -> impl IntoView {
    key_row.key.map(|key| {
        let text = String::from(key);
        view! {
            <p class="flex flex-wrap items-center gap-x-2">
                "Group key: " <code class="font-mono wrap-anywhere">{text.clone()}</code>
                <CopyButton text=Signal::stored(text) what="the group key" />
            </p>
        }
    })
}
