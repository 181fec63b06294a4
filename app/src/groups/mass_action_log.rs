//! The progress and results of mass actions, with cancel and undo.
use super::{
    CancelMassAction, UndoMassAction, editor::use_group, exports::GroupList, list_mass_actions,
    members_context::use_members,
};
use crate::{
    changes::use_group_changes,
    exports::export_link,
    session::use_may,
    ui::{
        Form, HiddenIds, Icon, LocalTime, ResourceResultView, ServerMutation, ServerResource,
        Submit, on_success,
    },
};
use domain::{
    ids::MassActionId,
    mass_actions::{MassActionKind, MassActionState, MassActionView},
    numbers::{count, thousands},
};
use leptos::prelude::*;

/// The group's newest mass action: its progress, or for a day its result.
#[component]
pub fn MassActionPanel() -> impl IntoView {
    let context = use_members();
    let group = context.group.id;
    let changes = use_group_changes(move || Some(group.get()));
    let actions = ServerResource::new(
        move || (group.get(), changes.get(), context.group.acted.get()),
        |(group, _, _)| list_mass_actions(group),
    );
    // A mass action that started or finished may have changed many rows: the list is refetched.
    let seen = StoredValue::new(None);
    let see = move |now: Option<(MassActionId, MassActionState)>| {
        let before = seen.get_value();
        seen.set_value(Some(now));
        if before.is_some_and(|before| before != now) {
            context.reload.update(|times| *times += 1);
        }
    };
    view! {
        <ResourceResultView
            of=actions
            view=move |actions| {
                let latest = actions.ok()?.into_iter().next();
                let running = latest.as_ref().map(|action| action.state == MassActionState::Running);
                context.running.set(running.unwrap_or(false));
                see(latest.as_ref().map(|action| (action.id, action.state)));
                let latest = latest.filter(|latest| latest.recent)?;
                Some(
                    view! {
                        <div class="panel mb-4">
                            <MassActionResult action=latest />
                        </div>
                    },
                )
            }
        />
    }
}

/// The latest mass actions, with undo while it is possible.
#[component]
pub fn MassActionHistory() -> impl IntoView {
    let context = use_group();
    let changes = use_group_changes(move || Some(context.id.get()));
    let actions = ServerResource::new(
        move || (context.id.get(), changes.get(), context.acted.get()),
        |(group, _, _)| list_mass_actions(group),
    );
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
                                <MassActionResult action />
                            </li>
                        }
                    })
                    .collect_view();
                Some(
                    view! {
                        <section class="panel mb-4" aria-labelledby="mass-actions-title">
                            <h2
                                id="mass-actions-title"
                                class="border-b border-base-300 px-4 py-3 font-semibold"
                            >
                                "Mass actions"
                            </h2>
                            <ul class="divide-y divide-base-300">{rows}</ul>
                        </section>
                    },
                )
            }
        />
    }
}

#[component]
fn MassActionResult(action: MassActionView) -> impl IntoView {
    let running = action.state == MassActionState::Running;
    let MassActionView {
        id,
        kind,
        users,
        processed,
        undoable,
        ..
    } = action.clone();
    let may = use_may(kind.required_action());
    view! {
        <section class="grid gap-3 p-4" aria-label="Mass action">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <p class="text-sm" role="status">
                    <span class="font-medium">{kind.label()}</span>
                    ": "
                    {result(&action)}
                    <span class="muted">
                        " · " {action.actor.clone()} ", " <LocalTime at=action.created_at />
                    </span>
                </p>
                <div class="flex gap-2">
                    {move || (may.get() && running).then(|| view! { <Cancel id /> })}
                    {move || (may.get() && undoable).then(|| view! { <Undo id /> })}
                    {(action.skipped > 0)
                        .then(|| {
                            view! {
                                <a
                                    class="btn btn-sm btn-ghost"
                                    href=move || export_link(&GroupList::Skipped(id).code())
                                >
                                    "Skipped users"
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

fn result(action: &MassActionView) -> String {
    let noun = match action.kind {
        MassActionKind::AddMembers
        | MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => "member",
        MassActionKind::Assign | MassActionKind::Unassign => "enrolment",
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

#[component]
fn Cancel(id: MassActionId) -> impl IntoView {
    let action = ServerMutation::<CancelMassAction>::new();
    act_on(
        id,
        move |fields| {
            view! {
                <Form action id=format!("cancel-{id}") class="contents">
                    {fields}
                    <Submit label="Cancel" class="btn btn-sm" />
                </Form>
            }
            .into_any()
        },
        action,
    )
}

#[component]
fn Undo(id: MassActionId) -> impl IntoView {
    let action = ServerMutation::<UndoMassAction>::new();
    act_on(
        id,
        move |fields| {
            view! {
                <Form action id=format!("undo-{id}") class="contents">
                    {fields}
                    <Submit label="Undo" class="btn btn-sm" icon=Icon::Undo />
                </Form>
            }
            .into_any()
        },
        action,
    )
}

fn act_on<S>(
    id: MassActionId,
    form: impl FnOnce(AnyView) -> AnyView,
    action: ServerMutation<S>,
) -> impl IntoView
where
    S: leptos::server_fn::ServerFn<Output = (), Error = crate::AppError> + 'static,
{
    let group = use_group();
    on_success(action, move |()| {
        group.refetch();
        group.acted.update(|times| *times += 1);
    });
    let ids = vec![
        ("group", group.id.get_untracked().to_string()),
        ("action", id.to_string()),
    ];
    form(view! { <HiddenIds ids /> }.into_any())
}
