//! The list of groups.
use super::{CloneGroup, list_groups, removal::DeleteGroupDialog};
use crate::{
    branches::{BranchFilter, use_branch_query},
    changes::use_changes_when_free,
    session::use_may,
    ui::{
        Badge, EmptyState, FilterLinks, Form, Icon, IconLink, IconSubmit, PagedList, ResourceView,
        SearchBox, ServerMutation, ServerResource, Svg, TokenField, Tone, query_link, query_text,
        use_search,
    },
};
use domain::{
    events::{ChangeEvent, ListKind},
    groups::{GroupFilter, GroupRow},
    ids::GroupId,
    keys::KeyState,
    money::Currency,
    numbers::{count, thousands},
    page::Page,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn GroupsPage() -> impl IntoView {
    let (search, sort, asked) = (use_search(), query_text("sort"), query_text("delete"));
    let (branch, shown) = (use_branch_query(), query_text("show"));
    let busy = move || !asked.read().is_empty();
    // Members and keys of a group change what its row shows.
    let changes = use_changes_when_free(busy, |event| {
        matches!(
            event,
            ChangeEvent::Group(_) | ChangeEvent::List(ListKind::Groups)
        )
    });
    let page = ServerResource::new(
        // Closing the dialog refetches the list, as it may have deleted a group.
        move || {
            (
                search.get(),
                sort.get() == "newest",
                (
                    branch.get(),
                    GroupFilter::from_code(&shown.get()).unwrap_or_default(),
                ),
                (asked.get().is_empty(), changes.get()),
            )
        },
        |(search, newest, (branch, shown), _)| list_groups(search, newest, branch, shown),
    );
    let may = use_may(Action::EditGroups);
    let filters = GroupFilter::ALL
        .iter()
        .map(|filter| (filter.code(), filter.label()))
        .collect();
    view! {
        <Title text="Groups" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Groups"</h1>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <div class="flex flex-wrap gap-2">
                                <a class="btn btn-ghost" href="/groups/import">
                                    "Import"
                                </a>
                                <a class="btn btn-ghost" href="/trash">
                                    <Svg icon=Icon::Trash />
                                    "Trash"
                                </a>
                                <a class="btn btn-primary" href="/groups/new">
                                    <Svg icon=Icon::Plus />
                                    "Add Group"
                                </a>
                            </div>
                        }
                    })
            }}
        </div>
        <section class="panel" aria-label="Groups">
            <div class="toolbar">
                <SearchBox label="Search groups" />
                <FilterLinks label="Show" name="show" options=filters value=shown />
                <FilterLinks
                    label="Sort by"
                    name="sort"
                    options=vec![("name", "By name"), ("newest", "Newest")]
                    value=sort
                />
                <BranchFilter />
            </div>
            <ResourceView of=page view=move |(page, currency)| view! { <Groups page currency /> } />
        </section>
        <DeleteGroupDialog />
    }
}

#[component]
fn Groups(page: Page<GroupRow>, currency: Currency) -> impl IntoView {
    if page.rows.is_empty() {
        let asks = |name| !query_text(name).get_untracked().is_empty();
        let searched = asks("q") || asks("branch") || asks("show");
        return view! { <NoGroups searched /> }.into_any();
    }
    view! { <PagedList page nouns=("group", "groups") row=move |group| view! { <GroupItem group currency /> } /> }
    .into_any()
}

#[component]
fn NoGroups(searched: bool) -> impl IntoView {
    if searched {
        return view! {
            <EmptyState icon=Icon::Group title="No groups found">
                "No group matches. Check the spelling, or show all."
            </EmptyState>
        }
        .into_any();
    }
    let may = use_may(Action::EditGroups);
    view! {
        <EmptyState icon=Icon::Group title="No groups yet">
            <p>"A group gives people a set of courses: add them, share a key, or sell it as a bundle."</p>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <p class="mt-4">
                                <a class="btn btn-primary btn-sm" href="/groups/new">
                                    <Svg icon=Icon::Plus />
                                    "Add Group"
                                </a>
                            </p>
                        }
                    })
            }}
        </EmptyState>
    }
    .into_any()
}

#[component]
fn GroupItem(group: GroupRow, currency: Currency) -> impl IntoView {
    let GroupRow {
        id,
        name,
        description,
        ..
    } = group.clone();
    let may = use_may(Action::EditGroups);
    let delete = move || query_link(&[("delete", Some(id.to_string()))]);
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p>
                    <a class="link-row stretched wrap-anywhere" href=format!("/groups/{id}/users")>
                        {name.clone()}
                    </a>
                </p>
                <p class="muted truncate text-sm">
                    {if description.is_empty() { "No description".to_owned() } else { description }}
                </p>
                <div class="mt-1 flex flex-wrap gap-1">
                    <Badges group currency />
                </div>
            </div>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <div class="relative flex items-center justify-end gap-1">
                                <IconLink
                                    icon=Icon::Pencil
                                    label=format!("Edit {name}")
                                    href=format!("/groups/{id}/info")
                                />
                                <Clone id name=name.clone() />
                                <IconLink icon=Icon::Trash label=format!("Delete {name}") href=delete />
                            </div>
                        }
                    })
            }}
        </li>
    }
}

#[component]
fn Clone(id: GroupId, name: String) -> impl IntoView {
    let action = ServerMutation::<CloneGroup>::new();
    view! {
        <Form action id=format!("clone-{id}") class="contents">
            <TokenField />

            <input type="hidden" name="group" value=id.to_string() />
            <IconSubmit icon=Icon::Copy label=format!("Clone {name}") />
        </Form>
    }
}

#[component]
fn Badges(group: GroupRow, currency: Currency) -> impl IntoView {
    let key = group.key.map(|state| {
        let tone = if state == KeyState::Open {
            Tone::Good
        } else {
            Tone::Plain
        };
        view! { <Badge text=format!("Key: {}", state.label().to_lowercase()) tone /> }
    });
    let counts = group.counts;
    view! {
        <Badge text=count(counts.members, "member") />
        <Badge text=count(counts.courses, "course") />
        {(counts.drift > 0)
            .then(|| {
                view! { <Badge text=format!("{} not enrolled", thousands(counts.drift)) tone=Tone::Warn /> }
            })}
        {key}
        {(!group.price.is_zero())
            .then(|| view! { <Badge text=group.price.display(currency) tone=Tone::Accent /> })}
        {group.is_default.then(|| view! { <Badge text="Default group" tone=Tone::Accent /> })}
        {group.bundle.badge().map(|text| view! { <Badge text tone=Tone::Warn /> })}
        {group.branch.map(|branch| view! { <Badge text=branch /> })}
    }
}
