//! The Users tab: the members of the group, and users who can be added to it.
use super::{
    activity_tab::{actions_of, use_group_actions},
    editor::use_group,
    list_members,
    mass_action_menu::MembersMenu,
    mass_actions::MassActionDialog,
    member_row::MemberItem,
    members_context::{MembersContext, use_member_query, use_members},
    notices::RestoredNotice,
    removal::RemoveMemberDialog,
};
use crate::{
    changes::use_changes_when_free,
    mass_actions::{MassActionPanel, provide_selection, use_selection},
    session::{use_may, use_me},
    ui::{
        EmptyState, FilterLinks, Icon, PagedList, ResourceView, SearchBox, ServerResource,
        query_text, use_query_id,
    },
};
use domain::{
    events::ChangeEvent,
    ids::UserId,
    members::{MemberFilter, MemberRow},
    page::Page,
    policy::{Action, Actor},
};
use leptos::prelude::*;

#[component]
pub fn UsersTab() -> impl IntoView {
    let group = use_group();
    let query = use_member_query();
    let (may_add, may_assign) = (use_may(Action::EditMembers), use_may(Action::AssignCourses));
    let context = MembersContext {
        group,
        query,
        changed: RwSignal::new(None),
    };
    provide_context(context);
    let selection = provide_selection(Signal::derive(move || may_add.get() || may_assign.get()));
    let (removing, acting) = (query_text("remove"), query_text("mass"));
    let busy = move || {
        let asks = !removing.read().is_empty() || !acting.read().is_empty();
        asks || selection.ticked.get() > 0 || selection.running.get()
    };
    let changes = use_changes_when_free(busy, move |event| {
        event == ChangeEvent::Group(group.id.get_untracked())
    });
    let page = ServerResource::new(
        move || {
            let seen = (selection.reload.get(), changes.get());
            (group.id.get(), query.get(), seen)
        },
        |(group, query, _)| list_members(group, query),
    );
    let (sees_all, chosen) = (use_may_see_non_members(), query_text("filter"));
    let user = use_query_id("remove", UserId);
    let asked = Memo::new(move |_| user.get().map(|user| (group.id.get(), user)));
    let done = Callback::new(move |row| {
        context.changed.set(Some(row));
        group.refetch();
    });
    view! {
        <RestoredNotice />
        <MassActionPanel actions=use_group_actions() of=actions_of(group) />
        <section class="panel" aria-label="Users">
            <div class="toolbar">
                <SearchBox label="Search users" />
                {move || {
                    view! {
                        <FilterLinks
                            label="Show"
                            name="filter"
                            options=filters(sees_all.get())
                            value=chosen
                        />
                    }
                }}
                <MembersMenu page />
            </div>
            <ResourceView of=page view=move |page| view! { <Members page /> } />
        </section>
        <RemoveMemberDialog asked done />
        <MassActionDialog />
    }
}

fn use_may_see_non_members() -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || me.with(|me| me.as_ref().is_some_and(Actor::may_see_non_members)))
}

fn filters(all: bool) -> Vec<(&'static str, &'static str)> {
    let shown: &[MemberFilter] = if all {
        MemberFilter::ALL
    } else {
        &[MemberFilter::Members, MemberFilter::OutOfSync]
    };
    let shown = shown.iter();
    shown
        .map(|filter| (filter.code(), filter.label()))
        .collect()
}

#[component]
fn Members(page: Page<MemberRow>) -> impl IntoView {
    use_selection().ticked.set(0);
    if page.rows.is_empty() {
        return view! { <NoMembers /> }.into_any();
    }
    // A closure makes each item again with the list: so checkboxes stay with their user.
    view! {
        <PagedList
            page
            nouns=("user", "users")
            row=move |row| move || view! { <MemberItem row=row.clone() /> }
        />
    }
    .into_any()
}

#[component]
fn NoMembers() -> impl IntoView {
    let query = use_members().query.get_untracked();
    let all = use_may_see_non_members().get_untracked();
    let (title, text) = match query.filter {
        _ if !query.search.text.is_empty() => (
            "No users found",
            "No user matches these words. Check the spelling, or show all.",
        ),
        MemberFilter::All | MemberFilter::NotMembers if !all => {
            ("No members yet", "No one has been added or has joined yet.")
        }
        MemberFilter::Members => (
            "No members yet",
            "Show all users and press + next to each one, or share a group key.",
        ),
        MemberFilter::OutOfSync => (
            "Everyone is in sync",
            "All active members are enrolled in all the group’s courses.",
        ),
        MemberFilter::All | MemberFilter::NotMembers => {
            ("No one left to add", "Every user is a member already.")
        }
    };
    view! {
        <EmptyState icon=Icon::User title>
            {text}
        </EmptyState>
    }
}
