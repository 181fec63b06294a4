//! The list of groups.
use super::{list_groups, removal::DeleteGroupDialog, table::GroupTable};
use crate::{
    branches::{BranchFilter, use_branch_query},
    changes::use_changes_when_free,
    session::use_may,
    ui::{
        EmptyState, FilterLinks, Icon, ResourceView, SearchBox, ServerResource, Svg, query_text,
        use_search, use_sorting,
    },
};
use domain::{
    events::{ChangeEvent, ListKind},
    groups::{GroupFilter, GroupRow},
    list_columns::GroupColumn,
    money::Currency,
    page::Page,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn GroupsPage() -> impl IntoView {
    let (search, asked) = (use_search(), query_text("delete"));
    let sorting = use_sorting::<GroupColumn>();
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
                sorting.get(),
                (
                    branch.get(),
                    GroupFilter::from_code(&shown.get()).unwrap_or_default(),
                ),
                (asked.get().is_empty(), changes.get()),
            )
        },
        |(search, sorting, (branch, shown), _)| list_groups(search, branch, shown, sorting),
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
    view! { <GroupTable page currency /> }.into_any()
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
