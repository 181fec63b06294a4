//! The group that every new user joins: which it is, and the search for another.
use super::{SetDefaultGroup, find_default_groups};
use crate::ui::{
    Act, Badge, Form, Rows, SearchBox, Submit, Tone, follow, loaded, toast, use_search,
};
use domain::{groups::GroupRow, mass_actions::count, page::Page, settings::DefaultGroup};
use leptos::prelude::*;

#[component]
pub fn DefaultGroupPanel(group: Option<DefaultGroup>, changed: RwSignal<u32>) -> impl IntoView {
    let action = Act::<SetDefaultGroup>::new();
    follow(action, move |()| {
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel" aria-labelledby="default-group-title">
            <div class="grid gap-3 p-6">
                <h2 id="default-group-title" class="text-lg font-semibold">"Default group"</h2>
                <p class="muted text-sm">
                    "Every new user, signed up, added or imported, joins it and is enrolled in all its courses at once. Those who are there already stay as they are."
                </p>
                {match group {
                    Some(group) => view! { <Chosen group action/> }.into_any(),
                    None => view! { <p class="font-medium">"No default group"</p> }.into_any(),
                }}
            </div>
            <div class="border-t border-base-300">
                <div class="toolbar"><SearchBox label="Search for a group"/></div>
                <Matches action/>
            </div>
        </section>
    }
}

#[component]
fn Chosen(group: DefaultGroup, action: Act<SetDefaultGroup>) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3">
            <p class="min-w-0">
                <a class="link wrap-anywhere" href=format!("/groups/{}/users", group.id)>{group.name}</a>
                <span class="muted block text-sm">{count(group.courses, "course")}</span>
            </p>
            <Form action id="no-default-group" class="contents">
                <input type="hidden" name="group" value=""/>
                <Submit label="Remove" class="btn btn-sm"/>
            </Form>
        </div>
    }
}

/// The groups that match what was searched for: with 20,000 there is no list to scroll through.
#[component]
fn Matches(action: Act<SetDefaultGroup>) -> impl IntoView {
    let search = use_search();
    let found = Resource::new_blocking(
        move || search.get(),
        |search| async move {
            if search.text.trim().is_empty() {
                return Ok(None);
            }
            find_default_groups(search).await.map(Some)
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                loaded(found.await, move |found| match found {
                    Some(page) => view! { <Choices page action/> }.into_any(),
                    None => view! { <p class="muted px-6 py-5 text-sm">"Type a part of its name to choose another group."</p> }.into_any(),
                })
            })}
        </Transition>
    }
}

#[component]
fn Choices(page: Page<GroupRow>, action: Act<SetDefaultGroup>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="muted px-6 py-5 text-sm">"No group matches these words."</p> }
            .into_any();
    }
    view! {
        <Rows page nouns=("group", "groups") row=move |group| view! { <Choice group action/> }/>
    }
    .into_any()
}

#[component]
fn Choice(group: GroupRow, action: Act<SetDefaultGroup>) -> impl IntoView {
    let (id, courses) = (group.id, group.counts.courses);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <p class="min-w-0 flex-1">
                <span class="font-medium wrap-anywhere">{group.name}</span>
                <span class="muted block text-sm">{count(courses, "course")}</span>
            </p>
            {if group.is_default {
                view! { <Badge text="Default group" tone=Tone::Accent/> }.into_any()
            } else {
                view! {
                    <Form action id=format!("default-{id}") class="contents">
                        <input type="hidden" name="group" value=id.to_string()/>
                        <Submit label="Make default" class="btn btn-sm"/>
                    </Form>
                }.into_any()
            }}
        </li>
    }
}
