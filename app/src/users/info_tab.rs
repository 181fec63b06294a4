//! The user's details, activation and deletion.
use super::{
    EndUserSessions, SetUserActive, UpdateUser, UserFields,
    approval::{ApprovalButtons, DeclineDialog},
    deletion::DeleteUserDialog,
    editor::{UserContext, use_user},
    second_factor::ResetSecondFactorForm,
};
use crate::{
    branches::{BranchPanel, MoveUserDialog},
    session::use_may,
    ui::{
        EditableFields, Form, Icon, LocalTime, ServerMutation, Submit, Svg, VersionField,
        on_success, query_link, toast,
    },
};
use domain::{
    ids::UserId,
    policy::Action,
    users::{UserDetails, UserState},
};
use leptos::prelude::*;

#[component]
pub fn UserInfoTab() -> impl IntoView {
    let context = use_user();
    let edits = use_may(Action::EditUsers);
    let branch = Memo::new(move |_| context.details.read().branch.clone());
    // Moving a user requires all of their permissions, as editing does.
    let may_edit = Memo::new(move |_| {
        context.details.track();
        edits.get() && context.is_editable()
    });
    view! {
        <div class="with-aside">
            {move || view! { <Info user=context.details.get() /> }}
            <div class="grid gap-6">
                {move || view! { <Account user=context.details.get() /> }} <BranchPanel branch may_edit />
                {move || view! { <DangerousActs user=context.details.get() /> }}
            </div>
        </div>
        <DeleteUserDialog />
        <DeclineDialog />
        <MoveUserDialog
            user=context.id
            branch
            name=Signal::derive(move || context.details.read().full_name())
            done=Callback::new(move |()| context.refetch())
        />
    }
}

#[component]
fn Info(user: UserDetails) -> impl IntoView {
    let context = use_user();
    let within = context.is_editable();
    view! {
        <section class="panel p-6" aria-label="Info">
            {(!within)
                .then(|| {
                    view! {
                        <p class="notice mb-5">
                            "This user has permissions you don’t have, so you can’t edit them."
                        </p>
                    }
                })}
            <fieldset class="contents" disabled=!within>
                <InfoForm context user />
            </fieldset>
        </section>
    }
}

#[component]
fn InfoForm(context: UserContext, user: UserDetails) -> impl IntoView {
    let action = ServerMutation::<UpdateUser>::new();
    on_success(action, move |_| {
        toast("Saved.");
        context.refetch();
    });
    view! {
        <Form action>
            <input type="hidden" name="user" value=user.id.to_string() />
            <VersionField version=user.version.clone() />
            <EditableFields by=Action::EditUsers>
                <UserFields user=user types=context.types.get_value() />
            </EditableFields>
        </Form>
    }
}

#[component]
fn Account(user: UserDetails) -> impl IntoView {
    let context = use_user();
    let (may_edit, may_view) = (use_may(Action::EditUsers), use_may(Action::ViewActivity));
    let within = context.is_editable();
    let id = user.id;
    let added = user.created_at;
    view! {
        <aside class="panel grid gap-4 p-6" aria-label="Account">
            <p class="muted text-sm">"Added " <LocalTime at=added /></p>
            {move || {
                may_view
                    .get()
                    .then(|| {
                        view! {
                            <p class="text-sm">
                                <a class="link" href=format!("/activity?user={id}")>
                                    "User activity"
                                </a>
                            </p>
                        }
                    })
            }}
            {move || {
                (may_edit.get() && within)
                    .then(|| {
                        if user.state == UserState::Registered {
                            view! {
                                <EndSessionsForm user=user.id />
                                {user
                                    .has_second_factor
                                    .then(|| view! { <ResetSecondFactorForm user=user.id /> })}
                            }
                                .into_any()
                        } else {
                            view! { <PendingApproval user=user.clone() /> }.into_any()
                        }
                    })
            }}
        </aside>
    }
}

/// A user who signed up and is not approved or confirmed yet.
#[component]
fn PendingApproval(user: UserDetails) -> impl IntoView {
    let context = use_user();
    let answered = RwSignal::new(0);
    Effect::new(move || {
        if answered.get() > 0 {
            context.refetch();
        }
    });
    let name = user.full_name();
    view! {
        <p class="text-sm">
            "If you approve, they can sign in and join the default group. If you decline, the account is deleted."
        </p>
        <ApprovalButtons user=user.id name answered />
    }
}

/// What takes the user's access, apart from the rest and at the end.
#[component]
fn DangerousActs(user: UserDetails) -> impl IntoView {
    let may_edit = use_may(Action::EditUsers);
    let applies = use_user().is_editable() && user.state == UserState::Registered;
    move || {
        (applies && may_edit.get()).then(|| {
            view! {
                <aside class="panel grid gap-4 p-6" aria-labelledby="danger-title">
                    <h2 id="danger-title" class="panel-title">
                        {if user.active { "Deactivate or delete" } else { "Activate or delete" }}
                    </h2>
                    <ActivationForm user=user.clone() />
                    <Deletion />
                </aside>
            }
        })
    }
}

#[component]
fn ActivationForm(user: UserDetails) -> impl IntoView {
    let context = use_user();
    let action = ServerMutation::<SetUserActive>::new();
    on_success(action, move |()| context.refetch());
    let (label, meaning) = if user.active {
        (
            "Deactivate",
            "An inactive user can’t sign in, and mass actions skip them. Groups, courses and progress are kept.",
        )
    } else {
        (
            "Activate",
            "An active user can sign in again with everything they had.",
        )
    };
    view! {
        <Form action id="active">
            <input type="hidden" name="user" value=user.id.to_string() />
            <input type="hidden" name="active" value=(!user.active).to_string() />
            <p class="text-sm">{meaning}</p>
            <div>
                <Submit label class="btn btn-sm" />
            </div>
        </Form>
    }
}

/// **End sessions**: signs the user out everywhere.
#[component]
fn EndSessionsForm(user: UserId) -> impl IntoView {
    let action = ServerMutation::<EndUserSessions>::new();
    on_success(action, |()| toast("Signed out everywhere."));
    view! {
        <Form action id="end-sessions" class="grid gap-3 border-t border-base-300 pt-4">
            <input type="hidden" name="user" value=user.to_string() />
            <p class="text-sm">
                "If someone else may be using this account, end all of its sessions. The user can sign in again."
            </p>
            <div>
                <Submit label="End sessions" class="btn btn-sm" />
            </div>
        </Form>
    }
}

/// The link to the deletion dialog.
#[component]
fn Deletion() -> impl IntoView {
    let id = use_user().id;
    let ask = move || query_link(&[("delete", Some(id.get().to_string()))]);
    view! {
        <div class="grid gap-3 border-t border-base-300 pt-4">
            <p class="text-sm">"Deleting a user erases their progress permanently."</p>
            <div>
                <a class="btn btn-sm btn-ghost text-error" href=ask>
                    <Svg icon=Icon::Trash />
                    "Delete user"
                </a>
            </div>
        </div>
    }
}
