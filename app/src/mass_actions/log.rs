//! The progress and results of mass actions, with cancel and undo.
use super::{CancelMassAction, CancelUsersAction, UndoMassAction, UndoUsersAction};
use crate::{
    AppError,
    exports::export_link,
    session::use_me,
    ui::{
        Form, HiddenIds, Icon, LocalTime, ResourceResultView, ServerMutation, ServerResource,
        Submit, on_success,
    },
};
use domain::{
    ids::{GroupId, MassActionId},
    mass_actions::{MassActionKind, MassActionState, MassActionView},
    numbers::{count, thousands},
    policy::{Action, Actor},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Whose actions are shown: those of a group, or those on users.
#[derive(Clone, Copy)]
pub struct ActionsOf {
    pub group: Option<Memo<GroupId>>,
    /// Runs after one was cancelled or undone.
    pub done: Callback<()>,
}

/// The latest mass actions, with undo while it is possible.
#[component]
pub fn MassActionHistory(
    actions: ServerResource<Vec<MassActionView>>,
    of: ActionsOf,
) -> impl IntoView {
    view! {
        <ResourceResultView
            of=actions
            view=move |actions| {
                let actions = actions.ok().filter(|actions| !actions.is_empty())?;
                let rows = actions
                    .into_iter()
                    .map(|action| {
                        view! {
                            <li>
                                <MassActionResult action of />
                            </li>
                        }
                    })
                    .collect_view();
                Some(
                    view! {
                        <section class="panel mb-4" aria-labelledby="mass-actions-title">
                            <div class="panel-head">
                                <h2 id="mass-actions-title" class="panel-title">
                                    "Mass actions"
                                </h2>
                            </div>
                            <ul class="divide-y divide-base-300">{rows}</ul>
                        </section>
                    },
                )
            }
        />
    }
}

/// The code of the list of skipped users, in the address of its export.
pub fn skipped_code(action: MassActionId) -> String {
    format!("skipped-{action}")
}

/// Returns the action of such a code.
pub fn skipped_of(code: &str) -> Option<MassActionId> {
    code.strip_prefix("skipped-")?
        .parse()
        .ok()
        .map(MassActionId)
}

#[component]
pub fn MassActionResult(action: MassActionView, of: ActionsOf) -> impl IntoView {
    let running = action.state == MassActionState::Running;
    let MassActionView {
        id,
        kind,
        users,
        processed,
        undoable,
        ..
    } = action.clone();
    let may = use_may_change(kind, of);
    view! {
        <section class="grid gap-3 p-4" aria-label="Mass action">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <p class="min-w-0 text-sm wrap-anywhere">
                    <span class="font-medium">{title(&action)}</span>
                    ": "
                    {result(&action)}
                    <span class="muted">
                        " · " {action.actor.clone()} ", " <LocalTime at=action.created_at />
                    </span>
                </p>
                <div class="flex gap-2">
                    {move || (may.get() && running).then(|| cancel(id, of))}
                    {move || (may.get() && undoable).then(|| undo(id, of))}
                    {(action.skipped > 0)
                        .then(|| {
                            view! {
                                <a class="btn btn-sm btn-ghost" href=move || export_link(&skipped_code(id))>
                                    {format!("Skipped users ({})", thousands(action.skipped))}
                                </a>
                            }
                        })}
                </div>
            </div>
            {running
                .then(|| {
                    view! {
                        <progress
                            class="progress progress-primary w-full"
                            value=processed.to_string()
                            max=users.max(1).to_string()
                            aria-label="Progress"
                        ></progress>
                    }
                })}
        </section>
    }
}

/// "Undo: done, 4 changes".
pub fn sentence(action: &MassActionView) -> String {
    format!("{}: {}", title(action), result(action))
}

fn result(action: &MassActionView) -> String {
    let noun = match action.kind {
        MassActionKind::AddMembers
        | MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => "member",
        MassActionKind::Assign | MassActionKind::Unassign => "enrolment",
        MassActionKind::ActivateUsers
        | MassActionKind::DeactivateUsers
        | MassActionKind::MoveUsers
        | MassActionKind::DeleteUsers => "user",
        MassActionKind::InviteUsers => "invitation",
        MassActionKind::Undo => "change",
    };
    let changes = count(action.changes, noun);
    match action.state {
        MassActionState::Running => format!(
            "{} of {}, {changes} so far",
            thousands(action.processed),
            count(action.users, "user")
        ),
        MassActionState::Done => format!("done, {changes}"),
        MassActionState::Cancelled => format!("cancelled after {changes}"),
        MassActionState::Undone => format!("{changes}, undone"),
    }
}

/// Whether the actor may cancel and undo actions of this kind here.
fn use_may_change(kind: MassActionKind, of: ActionsOf) -> Memo<bool> {
    let me = use_me();
    Memo::new(move |_| {
        let all = |actor: &Actor, actions: &[Action]| actions.iter().all(|one| actor.may(*one));
        me.with(|me| {
            me.as_ref().is_some_and(|actor| match of.group {
                Some(_) => actor.may(kind.required_action()),
                None => all(actor, kind.required_of_users()),
            })
        })
    })
}

/// "Move users to “North”"; on a group's page, its name is above.
fn title(action: &MassActionView) -> String {
    let label = action.kind.label();
    match (&action.target, action.kind) {
        (None, _) | (_, MassActionKind::Undo) => label.to_owned(),
        (Some(branch), MassActionKind::MoveUsers) => format!("{label} to “{branch}”"),
        (Some(group), _) => format!("{label} “{group}”"),
    }
}

fn cancel(id: MassActionId, of: ActionsOf) -> AnyView {
    let submit = || view! { <Submit label="Cancel" class="btn btn-sm" /> }.into_any();
    match of.group {
        Some(_) => act_on::<CancelMassAction>(id, of, "cancel", submit),
        None => act_on::<CancelUsersAction>(id, of, "cancel", submit),
    }
}

fn undo(id: MassActionId, of: ActionsOf) -> AnyView {
    let submit = || view! { <Submit label="Undo" class="btn btn-sm" icon=Icon::Undo /> }.into_any();
    match of.group {
        Some(_) => act_on::<UndoMassAction>(id, of, "undo", submit),
        None => act_on::<UndoUsersAction>(id, of, "undo", submit),
    }
}

fn act_on<S>(
    id: MassActionId,
    of: ActionsOf,
    code: &'static str,
    submit: fn() -> AnyView,
) -> AnyView
where
    S: ServerFn<Output = (), Error = AppError> + Send + Sync + Clone + 'static,
{
    let action = ServerMutation::<S>::new();
    on_success(action, move |()| of.done.run(()));
    let group = of
        .group
        .map(|group| ("group", group.get_untracked().to_string()));
    let ids = group.into_iter().chain([("action", id.to_string())]);
    let ids: Vec<_> = ids.collect();
    view! {
        <Form action id=format!("{code}-{id}") class="contents">
            <HiddenIds ids />
            {submit()}
        </Form>
    }
    .into_any()
}
