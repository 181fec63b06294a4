//! The user's groups, and the groups to add them to.
use super::{editor::use_user, list_user_groups};
use crate::{
    groups::{MemberButtons, MembershipState, RemoveMemberDialog, use_member_query},
    ui::{
        Badge, EmptyState, FilterLinks, Headline, Icon, PagedList, ResourceView, SearchBox,
        ServerResource, Tone, query_text, sync_row, use_query_id,
    },
};
use domain::{
    ids::GroupId,
    members::{MemberFilter, MemberQuery, MemberRow, UserGroupRow},
    page::Page,
};
use leptos::prelude::*;

/// The row that the dialog changed, to be updated in place.
type Changed = RwSignal<Option<(GroupId, MemberRow)>>;

#[component]
pub fn UserGroupsTab() -> impl IntoView {
    let user = use_user().id;
    let query = use_member_query();
    let page = ServerResource::new(
        move || (user.get(), query.get()),
        |(user, query)| list_user_groups(user, query),
    );
    let changed: Changed = RwSignal::new(None);
    let group = use_query_id("remove", GroupId);
    let asked = Memo::new(move |_| group.get().map(|group| (group, user.get())));
    let done = Callback::new(move |row| {
        changed.set(group.get_untracked().map(|group| (group, row)));
    });
    view! {
        <section class="panel" aria-label="Groups">
            <div class="toolbar">
                <SearchBox label="Search groups" />
                <FilterLinks label="Show" name="filter" options=filters() value=query_text("filter") />
            </div>
            <ResourceView
                of=page
                view=move |page| view! { <Groups page query=query.get_untracked() changed /> }
            />
        </section>
        <RemoveMemberDialog asked done />
    }
}

/// The filters of a group's members, worded for one user's groups.
fn filters() -> Vec<(&'static str, &'static str)> {
    let label = |filter: &MemberFilter| match filter {
        MemberFilter::Members => "Member",
        MemberFilter::NotMembers => "Not a member",
        MemberFilter::All | MemberFilter::OutOfSync => filter.label(),
    };
    let filters = MemberFilter::ALL.iter();
    filters
        .map(|filter| (filter.code(), label(filter)))
        .collect()
}

#[component]
fn Groups(page: Page<UserGroupRow>, query: MemberQuery, changed: Changed) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <NoGroups query /> }.into_any();
    }
    view! { <PagedList page nouns=("group", "groups") row=move |row| view! { <GroupItem row changed /> } /> }
    .into_any()
}

#[component]
fn GroupItem(row: UserGroupRow, changed: Changed) -> impl IntoView {
    let UserGroupRow {
        group,
        name,
        description,
        branch,
        membership,
    } = row;
    let row = RwSignal::new(membership);
    sync_row(row, move || {
        let now = changed.get().filter(|(of, _)| *of == group);
        now.map(|(_, membership)| membership)
    });
    let membership = MembershipState {
        group,
        group_name: StoredValue::new(Some(name.clone())),
        row,
        changed: Callback::new(|()| ()),
    };
    let badges = view! {
        {move || row.read().member.then(|| view! { <Badge text="Group member" tone=Tone::Accent /> })}
        {branch.map(|branch| view! { <Badge text=branch /> })}
    };
    view! {
        <li class="row" class:row-member=move || row.read().member>
            <Headline
                name
                href=format!("/groups/{group}/users")
                badges=badges.into_any()
                details=description.into_any()
            />
            <MemberButtons membership />
        </li>
    }
}

#[component]
fn NoGroups(query: MemberQuery) -> impl IntoView {
    let (title, text) = match query.filter {
        _ if !query.search.text.is_empty() => (
            "No group found",
            "No group matches these words. Check the spelling, or show all.",
        ),
        MemberFilter::Members => (
            "Not in a group yet",
            "Show all groups and press + to add the user.",
        ),
        MemberFilter::OutOfSync => (
            "In sync",
            "The user is enrolled in all courses of their groups.",
        ),
        MemberFilter::NotMembers => ("In every group", "There are no other groups to add."),
        MemberFilter::All => ("No groups yet", "Add a group, then add the user to it."),
    };
    view! {
        <EmptyState icon=Icon::Group title>
            {text}
        </EmptyState>
    }
}
