//! One user on a group's Users tab: a checkbox, the user's details, and the actions.
use super::{
    member_buttons::{MemberButtons, MembershipState},
    members_context::use_members,
};
use crate::{
    mass_actions::{RowCheckbox, use_selection},
    ui::{Badge, Tone, UserHeadline, sync_row},
};
use domain::members::MemberRow;
use leptos::prelude::*;

#[component]
pub fn MemberItem(row: MemberRow) -> impl IntoView {
    let context = use_members();
    let user = row.user;
    let row = RwSignal::new(row);
    sync_row(row, move || {
        context.changed.get().filter(|now| now.user == user)
    });
    let membership = MembershipState {
        group: context.group.id.get_untracked(),
        group_name: StoredValue::new(None),
        row,
        changed: Callback::new(move |()| context.group.refetch()),
    };
    let acts = use_selection().acts;
    view! {
        <li class="row" class:row-member=move || row.read().member>
            {move || {
                let name = row.with_untracked(|row| row.name.clone());
                acts.get().then(|| view! { <RowCheckbox user name /> })
            }}
            <MemberSummary row />
            <MemberButtons membership />
        </li>
    }
}

#[component]
fn MemberSummary(row: RwSignal<MemberRow>) -> impl IntoView {
    let MemberRow {
        user, name, active, ..
    } = row.get_untracked();
    // Instructors see more of a user once they have added them.
    let details = Memo::new(move |_| {
        row.with(|row| (row.login.clone(), row.email.clone(), row.user_type.clone()))
    });
    let acts = use_selection().acts;
    move || {
        let (login, email, user_type) = details.get();
        let name = name.clone();
        view! {
            <UserHeadline user name login email user_type active wide=move || !acts.get()>
                {move || row.read().member.then(|| view! { <Badge text="Group member" tone=Tone::Accent /> })}
                {move || {
                    row.read()
                        .shut_out
                        .then(|| view! { <Badge text="Can’t rejoin with a key" tone=Tone::Warn /> })
                }}
            </UserHeadline>
        }
    }
}
