//! **Mass actions**: the menu, and the question with exact numbers.
use super::{
    StartMassAction, preview_mass_action, removal::RemovalPolicyField, users_tab::use_members,
};
use crate::{
    AppError,
    session::{use_may, use_me},
    ui::{
        Act, Dialog, ErrorNotice, Form, Icon, Menu, Submit, Svg, query_link, query_link_now,
        query_text,
    },
};
use domain::{
    groups::RemovalPolicy,
    ids::UserId,
    mass_actions::{Kind, MemberFilter, Preview, Scope, thousands},
    members::MemberRow,
    page::Page,
    policy::Action,
};
use leptos::prelude::*;
use leptos_router::{components::Form as GetForm, hooks::use_query_map};

/// An act on offer: its code in the address, its label, and the right it takes.
type Offer = (&'static str, &'static str, Action);

const ALL_MEMBERS: &[Offer] = &[
    (
        "assign-all",
        "Assign group courses to all members",
        Action::AssignCourses,
    ),
    (
        "unassign-all",
        "Unassign all members from group courses",
        Action::AssignCourses,
    ),
];
const MATCHING: &[Offer] = &[
    ("add-matching", "Add to group", Action::EditMembers),
    ("remove-matching", "Remove from group", Action::EditMembers),
];
const TICKED: &[Offer] = &[
    (
        "assign-ticked",
        "Assign group courses",
        Action::AssignCourses,
    ),
    (
        "unassign-ticked",
        "Unassign from group courses",
        Action::AssignCourses,
    ),
    ("add-ticked", "Add to group", Action::EditMembers),
    ("remove-ticked", "Remove from group", Action::EditMembers),
];

#[component]
pub fn MassActionMenu(
    /// What the list shows: the menu says how many it found in all.
    page: Resource<Result<Page<MemberRow>, AppError>>,
) -> impl IntoView {
    let ticked = use_members().ticked;
    let total = move || {
        let found =
            move || Suspend::new(async move { page.await.map(|page| thousands(page.total)).ok() });
        // An element of its own: text that arrives between texts is not found again by the browser.
        view! { <span><Transition>{found}</Transition></span> }
    };
    let matching = move || view! { "All " {total()} " that match the search and filter" };
    let of_ticked = move || match ticked.get() {
        0 => "Ticked users".to_owned(),
        number => format!("Ticked users ({number})"),
    };
    let button = view! { <Svg icon=Icon::Bolt/>"Mass actions" };
    view! {
        <GetForm method="get" action="" attr:id="ticked" attr:class="contents"><KeptQuery/></GetForm>
        <Menu button=button.into_any() width="w-80 p-1">
            <Offers title=|| "All members" offers=ALL_MEMBERS/>
            <Offers title=matching offers=MATCHING/>
            <Offers title=of_ticked offers=TICKED ticked=true/>
            <Lists/>
        </Menu>
    }
}

/// Acts on the same people. Those on the ticked rows send the form that the boxes belong to.
#[component]
fn Offers(
    #[prop(into)] title: ViewFn,
    offers: &'static [Offer],
    #[prop(optional)] ticked: bool,
) -> impl IntoView {
    let item = move |(code, label): (&'static str, &'static str)| {
        if ticked {
            view! { <button class="menu-item" type="submit" form="ticked" name="mass" value=code>{label}</button> }.into_any()
        } else {
            let href = move || query_link(&[("mass", Some(code.to_owned()))]);
            view! { <a class="menu-item" href=href>{label}</a> }.into_any()
        }
    };
    let me = use_me();
    move || {
        let may = |action| me.with(|me| me.as_ref().is_some_and(|actor| actor.may(action)));
        let items: Vec<_> = offers
            .iter()
            .filter(|(_, _, action)| may(*action))
            .map(|(code, label, _)| item((code, label)))
            .collect();
        (!items.is_empty()).then(|| view! { <p class="menu-title">{title.run()}</p> {items} })
    }
}

/// The members as a list to bring or to take along.
#[component]
fn Lists() -> impl IntoView {
    let id = use_members().group.id;
    let may_import = use_may(Action::EditMembers);
    view! {
        <p class="menu-title">"Members as a list"</p>
        {move || may_import.get().then(|| view! {
            <a class="menu-item" href=format!("/groups/{}/import", id.get())>"Import members"</a>
        })}
        <a class="menu-item" href=move || format!("/groups/{}/members.csv", id.get()) rel="external" download="">"Export members"</a>
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
    let close = || query_link_now(&[("mass", None), ("user", None)]);
    // What was fetched goes at once with the address that asked.
    let open = Memo::new(move |_| asked.read().is_some());
    let question = move || {
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
    };
    move || open.get().then(question)
}

#[component]
fn Confirm(kind: Kind, scope: Scope, preview: Preview, back: String) -> impl IntoView {
    let group = use_members().group.id.get_untracked();
    let action = Act::<StartMassAction>::new();
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
