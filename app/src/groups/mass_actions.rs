//! **Mass actions**: the menu, the question with exact numbers, the progress and the result.
use super::{
    CancelMassAction, StartMassAction, UndoMassAction, list_mass_actions, preview_mass_action,
    removal::RemovalPolicyField,
    users_tab::{MembersContext, use_members},
};
use crate::{
    live::use_group_notices,
    session::use_may,
    ui::{
        Dialog, ErrorNotice, Form, Icon, Menu, Moment, Submit, Svg, follow, query_link, query_text,
    },
};
use domain::{
    groups::RemovalPolicy,
    ids::UserId,
    mass_actions::{Kind, MassActionView, MemberFilter, Preview, Scope, State, count, thousands},
    policy::Action,
};
use leptos::prelude::*;
use leptos_router::{components::Form as GetForm, hooks::use_query_map};

/// The acts on offer, by what they are about: the code in the address, and the label.
const ALL_MEMBERS: [(&str, &str); 2] = [
    ("assign-all", "Assign group courses to all members"),
    ("unassign-all", "Unassign all members from group courses"),
];
const MATCHING: [(&str, &str); 2] = [
    ("add-matching", "Add to group"),
    ("remove-matching", "Remove from group"),
];
const TICKED: [(&str, &str); 4] = [
    ("assign-ticked", "Assign group courses"),
    ("unassign-ticked", "Unassign from group courses"),
    ("add-ticked", "Add to group"),
    ("remove-ticked", "Remove from group"),
];

#[component]
pub fn MassActionMenu() -> impl IntoView {
    let MembersContext {
        group,
        total,
        ticked,
        ..
    } = use_members();
    let may = use_may(Action::AssignCourses);
    let links = |acts: &'static [(&'static str, &'static str)]| {
        let link = |&(code, label): &'static (&'static str, &'static str)| {
            let href = move || query_link(&[("mass", Some(code.to_owned()))]);
            view! { <a class="menu-item" href=href>{label}</a> }
        };
        acts.iter().map(link).collect_view()
    };
    let button = |&(code, label): &'static (&'static str, &'static str)| {
        view! { <button class="menu-item" type="submit" form="ticked" name="mass" value=code>{label}</button> }
    };
    view! {
        <GetForm method="get" action="" attr:id="ticked" attr:class="contents"><KeptQuery/></GetForm>
        {move || may.get().then(|| view! {
            <Menu button=view! { <Svg icon=Icon::Bolt/>"Mass actions" }.into_any() width="w-80 p-1">
                <p class="menu-title">"All members"</p>
                {links(&ALL_MEMBERS)}
                <p class="menu-title">"All " {move || thousands(total.get())} " that match the search and filter"</p>
                {links(&MATCHING)}
                <p class="menu-title">"Ticked users" {move || (ticked.get() > 0).then(|| format!(" ({})", ticked.get()))}</p>
                {TICKED.iter().map(button).collect_view()}
                <p class="menu-title">"Members as a list"</p>
                <a class="menu-item" href=move || format!("/groups/{}/import", group.id.get())>"Import members"</a>
                <a class="menu-item" href=move || format!("/groups/{}/members.csv", group.id.get()) rel="external" download="">"Export members"</a>
            </Menu>
        })}
    }
}

/// The search goes along with the ticked rows.
#[component]
fn KeptQuery() -> impl IntoView {
    let kept = |name: &'static str| {
        let value = query_text(name);
        move || {
            (!value.read().is_empty())
                .then(|| view! { <input type="hidden" name=name value=value.get()/> })
        }
    };
    view! { {kept("q")} {kept("filter")} {kept("at")} }
}

/// What the address asks for.
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
                // Adding is about those who are not in yet, removing about those who are.
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

/// Opens with `?mass=...`: exact numbers before anything is written.
#[component]
pub fn MassActionDialog() -> impl IntoView {
    let group = use_members().group.id;
    let asked = use_asked();
    let preview = Resource::new_blocking(
        move || asked.get().map(|asked| (group.get(), asked)),
        |asked| async move {
            let (group, Asked { kind, scope }) = asked?;
            Some((
                kind,
                scope.clone(),
                preview_mass_action(group, kind, scope).await,
            ))
        },
    );
    let close = || query_link(&[("mass", None), ("user", None)]);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (kind, scope, preview) = preview.await?;
                Some(view! {
                    <Dialog title=kind.label() close=close()>
                        {match preview {
                            Ok(preview) => view! { <Confirm kind scope preview back=close()/> }.into_any(),
                            Err(error) => view! { <ErrorNotice error/> }.into_any(),
                        }}
                    </Dialog>
                })
            })}
        </Transition>
    }
}

#[component]
fn Confirm(kind: Kind, scope: Scope, preview: Preview, back: String) -> impl IntoView {
    let group = use_members().group.id.get_untracked();
    let action = ServerAction::<StartMassAction>::new();
    let nothing = preview.changes == 0;
    let note = match kind {
        Kind::Unassign => {
            "Only this group’s reason goes: whoever has a course for another reason keeps it. Progress stays."
        }
        Kind::RemoveMembers | Kind::WithdrawMembers => {
            "Progress stays either way, and coming back resumes where it was."
        }
        Kind::Assign => "It only ever adds.",
        Kind::AddMembers | Kind::Undo => "",
    };
    view! {
        <Form action>
            <input type="hidden" name="group" value=group.to_string()/>
            <input type="hidden" name="scope" value=serde_json::to_string(&scope).unwrap_or_default()/>
            <input type="hidden" name="back" value=back.clone()/>
            <p class="text-base">{if nothing { "There is nothing to do.".to_owned() } else { kind.sentence(&preview) }}</p>
            <p class="muted text-sm">{note} " You can undo it for 30 days."</p>
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

/// What becomes of what the group gave those who leave.
#[component]
fn Leaving() -> impl IntoView {
    let kind = |policy| match policy {
        RemovalPolicy::KeepAccess => Kind::RemoveMembers.code(),
        RemovalPolicy::WithdrawAccess => Kind::WithdrawMembers.code(),
    };
    let policy = use_members().group.details.read_untracked().removal_policy;
    view! { <RemovalPolicyField name="kind" code=kind value=policy/> }
}

/// The group's newest mass action: how far it is, or what came of it.
#[component]
pub fn MassActionPanel() -> impl IntoView {
    let context = use_members();
    let group = context.group.id;
    let notices = use_group_notices(move || Some(group.get()));
    let actions = Resource::new_blocking(
        move || (group.get(), notices.get(), context.group.touched.get()),
        |(group, _, _)| list_mass_actions(group),
    );
    // What one finished has changed many rows: they are fetched again.
    let seen = StoredValue::new(None);
    let see = move |now: Option<(i64, State)>| {
        let before = seen.get_value();
        seen.set_value(Some(now));
        if before.is_some_and(|before| before != now) {
            context.reload.update(|times| *times += 1);
        }
    };
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let latest = actions.await.ok()?.into_iter().next();
                see(latest.as_ref().map(|action| (action.id.0, action.state)));
                Some(view! { <Latest action=latest?/> })
            })}
        </Transition>
    }
}

#[component]
fn Latest(action: MassActionView) -> impl IntoView {
    let running = action.state == State::Running;
    let MassActionView {
        id,
        kind,
        people,
        done,
        ..
    } = action.clone();
    let group = use_members().group.id.get_untracked();
    view! {
        <section class="panel mb-4 grid gap-3 p-4" aria-label="Mass action">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <p class="text-sm">
                    <span class="font-medium">{kind.label()}</span> ": " {result(&action)}
                    <span class="muted">" · " {action.actor.clone()} ", " <Moment at=action.created_at/></span>
                </p>
                <div class="flex gap-2">
                    {running.then(|| view! { <Cancel id=id.0/> })}
                    {action.undoable.then(|| view! { <Undo id=id.0/> })}
                    {(action.skipped > 0).then(|| view! {
                        <a class="btn btn-sm btn-ghost" href=format!("/groups/{group}/mass-actions/{id}/skipped.csv") rel="external" download="">"Skipped users"</a>
                    })}
                </div>
            </div>
            {running.then(|| view! {
                <progress class="progress progress-primary w-full" value=done.to_string() max=people.max(1).to_string() aria-label="Progress"></progress>
            })}
        </section>
    }
}

fn result(action: &MassActionView) -> String {
    let noun = match action.kind {
        Kind::AddMembers | Kind::RemoveMembers | Kind::WithdrawMembers => "member",
        Kind::Assign | Kind::Unassign => "enrolment",
        Kind::Undo => "change",
    };
    let changes = count(action.changes, noun);
    match action.state {
        State::Running => format!(
            "{} of {}, {changes} so far",
            thousands(action.done),
            count(action.people, "user")
        ),
        State::Done => format!("done, {changes}"),
        State::Cancelled => format!("cancelled after {changes}"),
        State::Undone => format!("{changes}, undone"),
    }
}

#[component]
fn Cancel(id: i64) -> impl IntoView {
    let action = ServerAction::<CancelMassAction>::new();
    act_on(
        id,
        move |fields| {
            view! { <Form action class="contents">{fields}<Submit label="Cancel" class="btn btn-sm"/></Form> }.into_any()
        },
        action,
    )
}

#[component]
fn Undo(id: i64) -> impl IntoView {
    let action = ServerAction::<UndoMassAction>::new();
    act_on(
        id,
        move |fields| {
            view! { <Form action class="contents">{fields}<Submit label="Undo" class="btn btn-sm" icon=Icon::Undo/></Form> }.into_any()
        },
        action,
    )
}

fn act_on<S>(
    id: i64,
    form: impl FnOnce(AnyView) -> AnyView,
    action: ServerAction<S>,
) -> impl IntoView
where
    S: leptos::server_fn::ServerFn<Output = (), Error = crate::AppError>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let group = use_members().group;
    follow(action, move |()| group.touch());
    form(
        view! {
            <input type="hidden" name="group" value=group.id.get_untracked().to_string()/>
            <input type="hidden" name="action" value=id.to_string()/>
        }
        .into_any(),
    )
}
