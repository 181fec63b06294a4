//! **Mass actions**: the confirmation dialog, with exact numbers.
use super::{members_context::use_members, removal::ReadmissionField};
use crate::{
    mass_actions::{
        Question, RemovalPolicyChoice, StartMassAction, preview_mass_action, ticked_users,
    },
    ui::{
        Dialog, ErrorNotice, Form, ResourceResultView, ServerMutation, ServerResource, TokenField,
        query_link_untracked, query_text,
    },
};
use domain::{
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
            "ticked" => Selection::Selected(query.with(ticked_users)),
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
    let group = use_members().group;
    let action = ServerMutation::<StartMassAction>::new();
    let removes = kind.removal().is_some() && preview.changes > 0;
    let asks_policy = kind == MassActionKind::RemoveMembers && preview.enrolments > 0;
    let policy = group.details.read_untracked().removal_policy;
    view! {
        <Form action>
            <TokenField />
            <input type="hidden" name="group" value=group.id.get_untracked().to_string() />
            <input type="hidden" name="scope" value=serde_json::to_string(&selection).unwrap_or_default() />
            <Question kind preview return_to>
                {if asks_policy {
                    view! { <RemovalPolicyChoice value=policy /> }.into_any()
                } else {
                    view! { <input type="hidden" name="kind" value=kind.code() /> }.into_any()
                }}
                {removes.then(|| view! { <ReadmissionField /> })}
            </Question>
        </Form>
    }
}
