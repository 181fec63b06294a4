//! **Mass actions** on users: which one the address asks for, and its confirmation with exact numbers.
use super::mass_action_target::ChooseTarget;
use crate::{
    branches::use_branch_query,
    groups::ReadmissionField,
    mass_actions::{
        Question, RemovalPolicyChoice, StartUsersAction, preview_users_action, ticked_users,
    },
    ui::{
        Dialog, ErrorNotice, Form, ResourceResultView, ServerMutation, ServerResource, TokenField,
        query_link_untracked, query_text,
    },
};
use domain::{
    branches::Destination,
    groups::RemovalPolicy,
    ids::GroupId,
    mass_actions::{MassActionKind, MassActionPreview, UserSelection, UsersAction, UsersTarget},
    users::UserFilter,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The mass action in the address, which may still lack its target.
fn use_asked() -> Memo<Option<UsersAction>> {
    let (mass, query) = (query_text("mass"), use_query_map());
    let (group, to) = (query_text("group"), query_text("to"));
    let (words, filter, branch) = (query_text("q"), query_text("filter"), use_branch_query());
    Memo::new(move |_| {
        let code = mass.get();
        let (act, about) = code.split_once('-')?;
        let kind = requested_kind(act)?;
        let selection = match about {
            "matching" => UserSelection::Matching {
                search: words.get(),
                filter: UserFilter::from_code(&filter.get()).unwrap_or_default(),
                branch: branch.get(),
            },
            "ticked" => UserSelection::Selected(query.with(ticked_users)),
            _ => return None,
        };
        let target = match kind {
            MassActionKind::AddMembers | MassActionKind::RemoveMembers => {
                let group = group.get().parse().ok();
                group.map_or(UsersTarget::None, |id| UsersTarget::Group(GroupId(id)))
            }
            MassActionKind::MoveUsers => {
                let to = Destination::try_from(to.get()).ok();
                to.map_or(UsersTarget::None, UsersTarget::Branch)
            }
            _ => UsersTarget::None,
        };
        Some(UsersAction {
            kind,
            target,
            selection,
        })
    })
}

fn requested_kind(code: &str) -> Option<MassActionKind> {
    Some(match code {
        "activate" => MassActionKind::ActivateUsers,
        "deactivate" => MassActionKind::DeactivateUsers,
        "add" => MassActionKind::AddMembers,
        "remove" => MassActionKind::RemoveMembers,
        "move" => MassActionKind::MoveUsers,
        "invite" => MassActionKind::InviteUsers,
        "delete" => MassActionKind::DeleteUsers,
        _ => return None,
    })
}

/// The address without the dialog.
fn close() -> String {
    query_link_untracked(&[
        ("mass", None),
        ("user", None),
        ("group", None),
        ("find", None),
        ("to", None),
    ])
}

/// Opens with `?mass=...`: asks for the group or the branch where the action needs one, and shows exact
/// numbers before anything is written.
#[component]
pub fn UsersActionDialog() -> impl IntoView {
    let asked = use_asked();
    let complete = Memo::new(move |_| asked.get().filter(UsersAction::is_complete));
    let lacking = Memo::new(move |_| {
        let asked = asked.get().filter(|asked| !asked.is_complete());
        asked.map(|asked| asked.kind)
    });
    let preview = ServerResource::optional(
        move || complete.get(),
        |asked| async move {
            let preview = preview_users_action(asked.clone()).await;
            Ok((asked, preview?))
        },
    );
    let question = move || {
        view! {
            <ResourceResultView
                of=preview
                view=move |found| {
                    let (title, confirm) = match found {
                        Ok(found) => {
                            let (asked, preview) = found?;
                            (
                                asked.kind.label(),
                                view! { <ConfirmUsersAction asked preview return_to=close() /> }.into_any(),
                            )
                        }
                        Err(error) => {
                            let kind = complete.get_untracked()?.kind;
                            (kind.label(), view! { <ErrorNotice error /> }.into_any())
                        }
                    };
                    Some(
                        view! {
                            <Dialog title close=close()>
                                {confirm}
                            </Dialog>
                        },
                    )
                }
            />
        }
    };
    // Closes the dialog as soon as the address changes, before the preview is refetched.
    let open = Memo::new(move |_| complete.read().is_some());
    view! {
        {move || {
            lacking
                .get()
                .map(|kind| {
                    view! {
                        <Dialog title=kind.label() close=close()>
                            <ChooseTarget kind close=close() />
                        </Dialog>
                    }
                })
        }}
        {move || open.get().then(question)}
    }
}

#[component]
fn ConfirmUsersAction(
    asked: UsersAction,
    preview: MassActionPreview,
    return_to: String,
) -> impl IntoView {
    let action = ServerMutation::<StartUsersAction>::new();
    let kind = asked.kind;
    let removes = kind.removal().is_some() && preview.changes > 0;
    let asks_policy = removes && preview.enrolments > 0;
    view! {
        <Form action>
            <TokenField />
            <input type="hidden" name="asked" value=serde_json::to_string(&asked).unwrap_or_default() />
            <Question kind preview return_to>
                {asks_policy.then(|| view! { <RemovalPolicyChoice value=RemovalPolicy::KeepAccess /> })}
                {removes.then(|| view! { <ReadmissionField /> })}
            </Question>
        </Form>
    }
}
