//! **Mass actions**: the confirmation dialog, with exact numbers.
use super::{
    StartMassAction,
    members_context::use_members,
    preview_mass_action,
    removal::{ReadmissionField, RemovalPolicyField},
};
use crate::ui::{
    Dialog, ErrorNotice, Form, ResourceResultView, ServerMutation, ServerResource, Submit,
    query_link_untracked, query_text,
};
use domain::{
    groups::RemovalPolicy,
    ids::UserId,
    mass_actions::{MassActionKind, MassActionPreview, Selection},
    members::MemberFilter,
    members::MemberQuery,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The mass action in the address.
#[derive(Clone, Debug, PartialEq)]
struct RequestedMassAction {
    kind: MassActionKind,
    selection: Selection,
}

fn use_asked() -> Memo<Option<RequestedMassAction>> {
    let (mass, query) = (query_text("mass"), use_query_map());
    let listed = use_members().query;
    Memo::new(move |_| {
        let code = mass.get();
        let (act, about) = code.split_once('-')?;
        let kind = requested_kind(act)?;
        let selection = match about {
            "all" => Selection::AllMembers,
            "matching" => matching(kind, listed.get()),
            "ticked" => {
                let ids = query.with(|query| query.get_all("user"));
                let ids = ids.unwrap_or_default();
                let users = ids.iter().filter_map(|id| id.parse().ok().map(UserId));
                Selection::Selected(users.collect())
            }
            _ => return None,
        };
        Some(RequestedMassAction { kind, selection })
    })
}

fn requested_kind(code: &str) -> Option<MassActionKind> {
    Some(match code {
        "assign" => MassActionKind::Assign,
        "unassign" => MassActionKind::Unassign,
        "add" => MassActionKind::AddMembers,
        "remove" => MassActionKind::RemoveMembers,
        _ => return None,
    })
}

/// Only users who are not members can be added, and only members removed.
fn matching(kind: MassActionKind, listed: MemberQuery) -> Selection {
    let filter = match (kind, listed.filter) {
        (MassActionKind::AddMembers, MemberFilter::All) => MemberFilter::NotMembers,
        (MassActionKind::RemoveMembers, MemberFilter::All) => MemberFilter::Members,
        (_, filter) => filter,
    };
    Selection::Matching {
        search: listed.search.text,
        filter,
    }
}

/// Opens with `?mass=...`, and shows exact numbers before anything is written.
#[component]
pub fn MassActionDialog() -> impl IntoView {
    let group = use_members().group.id;
    let asked = use_asked();
    let preview = ServerResource::optional(
        move || asked.get().map(|asked| (group.get(), asked)),
        |(group, RequestedMassAction { kind, selection })| async move {
            let preview = preview_mass_action(group, kind, selection.clone()).await;
            Ok((kind, selection, preview?))
        },
    );
    let close = || query_link_untracked(&[("mass", None), ("user", None)]);
    // Closes the dialog as soon as the address changes, before the preview is refetched.
    let open = Memo::new(move |_| asked.read().is_some());
    let question = move || {
        view! {
            <ResourceResultView
                of=preview
                view=move |found| {
                    let (title, confirm) = match found {
                        Ok(found) => {
                            let (kind, selection, preview) = found?;
                            (
                                kind.label(),
                                view! { <ConfirmMassAction kind selection preview return_to=close() /> }
                                    .into_any(),
                            )
                        }
                        Err(error) => {
                            (asked.get_untracked()?.kind.label(), view! { <ErrorNotice error /> }.into_any())
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
    move || open.get().then(question)
}

#[component]
fn ConfirmMassAction(
    kind: MassActionKind,
    selection: Selection,
    preview: MassActionPreview,
    return_to: String,
) -> impl IntoView {
    let group = use_members().group.id.get_untracked();
    let action = ServerMutation::<StartMassAction>::new();
    let nothing = preview.changes == 0;
    let note = match kind {
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
        MassActionKind::AddMembers | MassActionKind::Undo => "",
    };
    view! {
        <Form action>
            <input type="hidden" name="group" value=group.to_string() />
            <input type="hidden" name="scope" value=serde_json::to_string(&selection).unwrap_or_default() />
            <input type="hidden" name="return_to" value=return_to.clone() />
            <p class="text-base">
                {if nothing { "Nothing to change.".to_owned() } else { kind.sentence(&preview) }}
            </p>
            {(!nothing)
                .then(|| view! { <p class="muted text-sm">{note} " You can undo it for 30 days."</p> })}
            {if kind == MassActionKind::RemoveMembers && preview.enrolments > 0 {
                view! { <RemovalPolicyChoice /> }.into_any()
            } else {
                view! { <input type="hidden" name="kind" value=kind.code() /> }.into_any()
            }}
            {(kind.removal().is_some() && !nothing).then(|| view! { <ReadmissionField /> })}
            <div class="flex justify-end gap-2">
                <a class="btn btn-ghost" href=return_to>
                    "Cancel"
                </a>
                {(!nothing).then(|| view! { <Submit label=kind.label() /> })}
            </div>
        </Form>
    }
}

/// The choice whether members who leave keep the group's enrolments.
#[component]
fn RemovalPolicyChoice() -> impl IntoView {
    let kind = |policy| match policy {
        RemovalPolicy::KeepAccess => MassActionKind::RemoveMembers.code(),
        RemovalPolicy::WithdrawAccess => MassActionKind::WithdrawMembers.code(),
    };
    let policy = use_members().group.details.read_untracked().removal_policy;
    view! { <RemovalPolicyField name="kind" code=kind value=policy /> }
}
