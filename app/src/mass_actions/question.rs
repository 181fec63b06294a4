//! The question before a mass action: exact numbers, and what follows.
use crate::{
    groups::RemovalPolicyField,
    ui::{DialogAnswers, Submit},
};
use domain::{
    groups::RemovalPolicy,
    mass_actions::{MassActionKind, MassActionPreview},
};
use leptos::prelude::*;

/// The inside of the confirmation's form; further fields are its children.
#[component]
pub fn Question(
    kind: MassActionKind,
    preview: MassActionPreview,
    return_to: String,
    children: Children,
) -> impl IntoView {
    let nothing = preview.changes == 0;
    let is_silent = nothing && preview.unchanged == 0 && preview.skipped == 0;
    let sentence = if is_silent {
        "Nothing to change.".to_owned()
    } else {
        kind.sentence(&preview)
    };
    let end = if kind.is_reversible() {
        " You can undo it for 30 days."
    } else {
        " You can’t undo this."
    };
    view! {
        <input type="hidden" name="return_to" value=return_to.clone() />
        <p class="text-base">{sentence}</p>
        {(!nothing).then(|| view! { <p class="muted text-sm">{note(kind)} {end}</p> })}
        {children()}
        <DialogAnswers return_to>
            {(!nothing).then(|| view! { <Submit label=kind.label() class=confirm_class(kind) /> })}
        </DialogAnswers>
    }
}

/// Red for what removes something.
const fn confirm_class(kind: MassActionKind) -> &'static str {
    match kind {
        MassActionKind::Unassign
        | MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw
        | MassActionKind::DeactivateUsers
        | MassActionKind::DeleteUsers => "btn btn-error",
        MassActionKind::Assign
        | MassActionKind::AddMembers
        | MassActionKind::ActivateUsers
        | MassActionKind::MoveUsers
        | MassActionKind::InviteUsers
        | MassActionKind::Undo => "btn btn-primary",
    }
}

/// What follows for the users.
const fn note(kind: MassActionKind) -> &'static str {
    match kind {
        MassActionKind::Unassign => {
            "Members keep courses they also have from elsewhere. Progress is kept."
        }
        MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => {
            "Progress is kept either way. People who return continue where they stopped."
        }
        MassActionKind::Assign => "No one loses access.",
        MassActionKind::ActivateUsers => "They can sign in, and learn in their courses.",
        MassActionKind::DeactivateUsers => {
            "They are signed out, and can’t sign in. Their groups, courses and progress are kept."
        }
        MassActionKind::MoveUsers => {
            "They leave the groups of other branches, under each group’s removal policy, and join the \
             default group there. They no longer teach what is out of reach there, also after an undo. \
             Progress is kept."
        }
        MassActionKind::InviteUsers => {
            "Each gets an e-mail with a link to choose a password. It works for 7 days, and earlier \
             links no longer do."
        }
        MassActionKind::DeleteUsers => {
            "Their memberships, courses and progress are deleted, too. Orders stay, without a buyer."
        }
        MassActionKind::AddMembers | MassActionKind::Undo => "",
    }
}

/// The choice whether members who leave keep the group's enrolments, as a kind.
#[component]
pub fn RemovalPolicyChoice(value: RemovalPolicy) -> impl IntoView {
    let kind = |policy| match policy {
        RemovalPolicy::KeepAccess => MassActionKind::RemoveMembers.code(),
        RemovalPolicy::WithdrawAccess => MassActionKind::WithdrawMembers.code(),
    };
    view! { <RemovalPolicyField name="kind" code=kind value /> }
}
