//! **Mass actions**: the confirmation dialog, with exact numbers.
use super::{
    StartMassAction, preview_mass_action, removal::RemovalPolicyField, users_tab::use_members,
};
use crate::ui::{
    Act, Answer, Answered, Dialog, ErrorNotice, Form, Submit, query_link_now, query_text,
};
use domain::{
    groups::RemovalPolicy,
    ids::UserId,
    mass_actions::{Kind, MemberFilter, Preview, Scope},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The mass action in the address.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    kind: Kind,
    scope: Scope,
}

fn use_asked() -> Memo<Option<Asked>> {
    let (mass, query) = (query_text("mass"), use_query_map());
    let listed = use_members().query;
    Memo::new(move |_| {
        let code = mass.get();
        let (act, about) = code.split_once('-')?;
        let kind = match act {
            "assign" => Kind::Assign,
            "unassign" => Kind::Unassign,
            "add" => Kind::AddMembers,
            "remove" => Kind::RemoveMembers,
            _ => return None,
        };
        let scope = match about {
            "all" => Scope::AllMembers,
            "matching" => {
                let listed = listed.get();
                // Only users who are not members can be added, and only members removed.
                let filter = match (kind, listed.filter) {
                    (Kind::AddMembers, MemberFilter::All) => MemberFilter::NotMembers,
                    (Kind::RemoveMembers, MemberFilter::All) => MemberFilter::Members,
                    (_, filter) => filter,
                };
                Scope::Matching {
                    search: listed.search.text,
                    filter,
                }
            }
            "ticked" => {
                let ids = query
                    .with(|query| query.get_all("user"))
                    .unwrap_or_default();
                Scope::Selected(
                    ids.iter()
                        .filter_map(|id| id.parse().ok().map(UserId))
                        .collect(),
                )
            }
            _ => return None,
        };
        Some(Asked { kind, scope })
    })
}

/// Opens with `?mass=...`, and shows exact numbers before anything is written.
#[component]
pub fn MassActionDialog() -> impl IntoView {
    let group = use_members().group.id;
    let asked = use_asked();
    let preview = Answer::about(
        move || asked.get().map(|asked| (group.get(), asked)),
        |(group, Asked { kind, scope })| async move {
            let preview = preview_mass_action(group, kind, scope.clone()).await;
            Ok((kind, scope, preview?))
        },
    );
    let close = || query_link_now(&[("mass", None), ("user", None)]);
    // Closes the dialog as soon as the address changes, before the preview is refetched.
    let open = Memo::new(move |_| asked.read().is_some());
    let question = move || {
        view! {
            <Answered of=preview view=move |found| {
                let (title, confirm) = match found {
                    Ok(found) => {
                        let (kind, scope, preview) = found?;
                        (kind.label(), view! { <Confirm kind scope preview back=close()/> }.into_any())
                    }
                    Err(error) => {
                        (asked.get_untracked()?.kind.label(), view! { <ErrorNotice error/> }.into_any())
                    }
                };
                Some(view! { <Dialog title close=close()>{confirm}</Dialog> })
            }/>
        }
    };
    move || open.get().then(question)
}

#[component]
fn Confirm(kind: Kind, scope: Scope, preview: Preview, back: String) -> impl IntoView {
    let group = use_members().group.id.get_untracked();
    let action = Act::<StartMassAction>::new();
    let nothing = preview.changes == 0;
    let note = match kind {
        Kind::Unassign => "Members keep courses they also have from elsewhere. Progress is kept.",
        Kind::RemoveMembers | Kind::WithdrawMembers => {
            "Progress is kept either way. People who return continue where they stopped."
        }
        Kind::Assign => "No one loses access.",
        Kind::AddMembers | Kind::Undo => "",
    };
    view! {
        <Form action>
            <input type="hidden" name="group" value=group.to_string()/>
            <input type="hidden" name="scope" value=serde_json::to_string(&scope).unwrap_or_default()/>
            <input type="hidden" name="back" value=back.clone()/>
            <p class="text-base">{if nothing { "Nothing to change.".to_owned() } else { kind.sentence(&preview) }}</p>
            {(!nothing).then(|| view! { <p class="muted text-sm">{note} " You can undo it for 30 days."</p> })}
            {if kind == Kind::RemoveMembers && preview.enrolments > 0 {
                view! { <Leaving/> }.into_any()
            } else {
                view! { <input type="hidden" name="kind" value=kind.code()/> }.into_any()
            }}
            <div class="flex justify-end gap-2">
                <a class="btn btn-ghost" href=back>"Cancel"</a>
                {(!nothing).then(|| view! { <Submit label=kind.label()/> })}
            </div>
        </Form>
    }
}

/// The choice whether members who leave keep the group's enrolments.
#[component]
fn Leaving() -> impl IntoView {
    let kind = |policy| match policy {
        RemovalPolicy::KeepAccess => Kind::RemoveMembers.code(),
        RemovalPolicy::WithdrawAccess => Kind::WithdrawMembers.code(),
    };
    let policy = use_members().group.details.read_untracked().removal_policy;
    view! { <RemovalPolicyField name="kind" code=kind value=policy/> }
}
