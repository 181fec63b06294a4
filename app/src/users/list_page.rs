use super::{
    approval::DeclineDialog,
    list_users,
    mass_action_menu::{UsersMenu, use_may_act},
    mass_actions::UsersActionDialog,
    table::UserTable,
};
use crate::{
    branches::{BranchFilter, use_branch_query},
    changes::{use_changes_when_free, use_list_changes},
    exports::{ExportDialog, ExportOffer, export_link, use_export},
    mass_actions::{
        ActionsOf, MassActionPanel, list_users_actions, provide_selection, skipped_of,
        use_selection,
    },
    session::use_may,
    ui::{
        EmptyState, FilterLinks, Icon, ResourceView, SearchBox, ServerResource, Svg, query_text,
        use_search, use_sorting,
    },
};
use domain::{
    events::{ChangeEvent, ListKind},
    list_columns::UserColumn,
    page::Page,
    policy::Action,
    users::{UserFilter, UserRow},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UsersPage() -> impl IntoView {
    let (search, filter) = (use_search(), query_text("filter"));
    let (branch, sorting) = (use_branch_query(), use_sorting::<UserColumn>());
    let (answered, asked) = (RwSignal::new(0), query_text("decline"));
    let selection = provide_selection(use_may_act());
    let acting = query_text("mass");
    let busy = move || {
        let asks = !asked.read().is_empty() || !acting.read().is_empty();
        asks || selection.ticked.get() > 0 || selection.running.get()
    };
    let changes = use_changes_when_free(busy, |event| event == ChangeEvent::List(ListKind::Users));
    let page = ServerResource::new(
        // Approving or declining a user changes the list.
        move || {
            let filter = UserFilter::from_code(&filter.get()).unwrap_or_default();
            let counted = (selection.reload.get(), changes.get());
            let seen = (answered.get(), asked.get().is_empty(), counted);
            let order = (sorting.get(), seen);
            (search.get(), filter, branch.get(), order)
        },
        |(search, filter, branch, (sorting, _))| list_users(search, filter, branch, sorting),
    );
    let filters = UserFilter::ALL
        .iter()
        .map(|filter| (filter.code(), filter.label()))
        .collect();
    let may = use_may(Action::EditUsers);
    view! {
        <Title text="Users" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Users"</h1>
            <div class="flex flex-wrap gap-2">
                <a class="btn btn-ghost" href=move || export_link("users")>
                    "Export"
                </a>
                {move || {
                    may.get()
                        .then(|| {
                            view! {
                                <a class="btn btn-ghost" href="/users/import">
                                    "Import"
                                </a>
                                <a class="btn btn-primary" href="/users/new">
                                    <Svg icon=Icon::Plus />
                                    "Add user"
                                </a>
                            }
                        })
                }}
            </div>
        </div>
        <MassActions />
        <section class="panel" aria-label="Users">
            <div class="toolbar">
                <SearchBox label="Search users" />
                <FilterLinks label="Show" name="filter" options=filters value=filter />
                <BranchFilter />
                {move || selection.acts.get().then(|| view! { <UsersMenu page /> })}
            </div>
            <ResourceView of=page view=move |page| view! { <Users page answered /> } />
        </section>
        <DeclineDialog />
        <UsersActionDialog />
        <UserExport />
    }
}

/// The newest mass action on users.
#[component]
fn MassActions() -> impl IntoView {
    let acted = RwSignal::new(0_u32);
    let changes = use_list_changes(ListKind::Users);
    let actions = ServerResource::new(
        move || (changes.get(), acted.get()),
        |_| list_users_actions(),
    );
    let done = Callback::new(move |()| acted.update(|times| *times += 1));
    view! { <MassActionPanel actions of=ActionsOf { group: None, done } /> }
}

#[component]
fn UserExport() -> impl IntoView {
    let asked = use_export();
    let filter = ["q", "filter", "branch"].map(|name| (name, query_text(name)));
    let offer = Signal::derive(move || {
        if let Some(action) = skipped_of(&asked.read()) {
            return Some(ExportOffer {
                title: "Export skipped users",
                path: format!("/users/mass-actions/{action}/skipped/export"),
                contents: "The users that the mass action skipped, with the reasons.",
                filter: Vec::new(),
            });
        }
        (*asked.read() == "users").then(|| ExportOffer {
            title: "Export users",
            path: "/users/export".into(),
            contents: "All users who match the search and the filters. The file can be imported again, here or in \
                       another portal.",
            filter: filter.map(|(name, value)| (name, value.get())).into(),
        })
    });
    view! { <ExportDialog offer /> }
}

#[component]
fn Users(page: Page<UserRow>, answered: RwSignal<u32>) -> impl IntoView {
    use_selection().ticked.set(0);
    if page.rows.is_empty() {
        return view! { <NoUsers /> }.into_any();
    }
    view! { <UserTable page answered /> }.into_any()
}

#[component]
fn NoUsers() -> impl IntoView {
    let is = |name, value| query_text(name).with_untracked(|text| text == value);
    if is("filter", UserFilter::Waiting.code()) && is("q", "") {
        return view! {
            <EmptyState icon=Icon::User title="No one is waiting">
                "People who signed up and aren’t approved or confirmed yet appear here."
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState icon=Icon::User title="No users found">
            "No user matches. Check the spelling, or show all."
        </EmptyState>
    }
    .into_any()
}
