//! The group or the branch of a mass action on users: a dialog whose forms and links go to the question. It works
//! without a script, and keeps the selected users in the address.
use crate::{
    branches::{destinations, list_branch_options},
    groups::list_groups,
    ui::{
        DialogAnswers, ErrorNotice, QueryForm, ResourceResultView, ServerResource, query_link,
        query_text, select_options,
    },
};
use domain::{
    groups::{GroupFilter, GroupRow},
    mass_actions::MassActionKind,
    numbers::count,
    page::{Page, Search},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ChooseTarget(kind: MassActionKind, close: String) -> impl IntoView {
    if kind == MassActionKind::MoveUsers {
        view! { <ChooseBranch close /> }.into_any()
    } else {
        view! { <ChooseGroup /> }.into_any()
    }
}

/// The query of the page, without the target.
#[component]
fn KeptQuery() -> impl IntoView {
    let query = use_query_map().get_untracked();
    query
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_ref(), "flash" | "group" | "find" | "to"))
        .map(|(name, value)| view! { <input type="hidden" name=name.to_string() value=value /> })
        .collect_view()
}

#[component]
fn ChooseBranch(close: String) -> impl IntoView {
    let branches = ServerResource::new(|| (), |()| list_branch_options());
    view! {
        <ResourceResultView
            of=branches
            view=move |branches| {
                let close = close.clone();
                match branches {
                    Ok(branches) => {
                        let options = select_options(destinations(branches), "");
                        view! {
                            <QueryForm class="grid gap-4">
                                <KeptQuery />
                                <select
                                    name="to"
                                    class="select w-full"
                                    aria-label="Move to"
                                    autocomplete="off"
                                >
                                    {options}
                                </select>
                                <DialogAnswers return_to=close>
                                    <button class="btn btn-primary">"Continue"</button>
                                </DialogAnswers>
                            </QueryForm>
                        }
                            .into_any()
                    }
                    Err(error) => view! { <ErrorNotice error /> }.into_any(),
                }
            }
        />
    }
}

/// The first page of the groups whose names contain the words.
#[component]
fn ChooseGroup() -> impl IntoView {
    let words = query_text("find");
    let found = ServerResource::new(
        move || words.get(),
        |text| async move {
            let search = Search { text, cursor: None };
            let found = list_groups(search, None, GroupFilter::All, Default::default());
            Ok::<_, crate::AppError>(found.await?.0)
        },
    );
    view! {
        <QueryForm class="mb-4 flex gap-2">
            <KeptQuery />
            <input
                type="search"
                name="find"
                class="input min-w-0 grow"
                aria-label="Search for a group"
                autocomplete="off"
                value=words.get_untracked()
            />
            <button class="btn">"Search"</button>
        </QueryForm>
        <ResourceResultView
            of=found
            view=|found| match found {
                Ok(page) => view! { <Groups page /> }.into_any(),
                Err(error) => view! { <ErrorNotice error /> }.into_any(),
            }
        />
    }
}

#[component]
fn Groups(page: Page<GroupRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="muted text-sm">"No group matches these words."</p> }.into_any();
    }
    let shown = page.rows.len();
    let is_more = i64::try_from(shown).is_ok_and(|shown| shown < page.total);
    let rows = page.rows.into_iter().map(|group| {
        let id = group.id;
        let href = move || query_link(&[("group", Some(id.to_string())), ("find", None)]);
        let members = count(group.counts.members, "member");
        let place = group
            .branch
            .map(|branch| format!("{branch} · "))
            .unwrap_or_default();
        view! {
            <li>
                <a class="menu-item flex-col items-start gap-0" href=href>
                    <span class="font-medium wrap-anywhere">{group.name}</span>
                    <span class="muted text-sm">{format!("{place}{members}")}</span>
                </a>
            </li>
        }
    });
    view! {
        <ul class="max-h-80 overflow-y-auto" aria-label="Groups">
            {rows.collect_view()}
        </ul>
        {is_more
            .then(|| {
                view! {
                    <p class="muted mt-3 text-sm">
                        {format!("The first {shown} groups. Enter part of a name to find another.")}
                    </p>
                }
            })}
    }
    .into_any()
}
