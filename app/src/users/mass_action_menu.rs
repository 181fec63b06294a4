//! **Mass actions** on users: the menu, with the actions that the actor may start.
use crate::{
    mass_actions::{MassActionMenu, MenuEntry, MenuSection, all_results, selected_users},
    session::use_me,
    ui::ServerResource,
};
use domain::{mass_actions::MassActionKind, page::Page, policy::Action, users::UserRow};
use leptos::prelude::*;

const EDIT: &[Action] = MassActionKind::ActivateUsers.required_of_users();
const MOVE: &[Action] = MassActionKind::MoveUsers.required_of_users();
const MEMBERS: &[Action] = MassActionKind::AddMembers.required_of_users();

const MATCHING: &[MenuEntry] = &[
    ("activate-matching", "Activate", EDIT),
    ("deactivate-matching", "Deactivate", EDIT),
    ("add-matching", "Add to a group", MEMBERS),
    ("remove-matching", "Remove from a group", MEMBERS),
    ("move-matching", "Move to another branch", MOVE),
    ("invite-matching", "Send invitations", EDIT),
    ("delete-matching", "Delete", EDIT),
];
const TICKED: &[MenuEntry] = &[
    ("activate-ticked", "Activate", EDIT),
    ("deactivate-ticked", "Deactivate", EDIT),
    ("add-ticked", "Add to a group", MEMBERS),
    ("remove-ticked", "Remove from a group", MEMBERS),
    ("move-ticked", "Move to another branch", MOVE),
    ("invite-ticked", "Send invitations", EDIT),
    ("delete-ticked", "Delete", EDIT),
];

/// Whether the actor may start any of them.
pub fn use_may_act() -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || {
        me.with(|me| {
            let may = |action| me.as_ref().is_some_and(|actor| actor.may(action));
            may(Action::EditUsers) || may(Action::EditMembers)
        })
    })
}

#[component]
pub fn UsersMenu(
    /// The list that is shown: the menu displays its total.
    page: ServerResource<Page<UserRow>>,
) -> impl IntoView {
    view! {
        <MassActionMenu kept=&["q", "filter", "branch", "sort", "at"]>
            <MenuSection title=all_results(page) offers=MATCHING />
            <MenuSection title=selected_users() offers=TICKED ticked=true />
        </MassActionMenu>
    }
}
