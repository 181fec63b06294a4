//! **Mass actions**: the menu, with the actions that the actor may start.
use super::{exports::GroupList, members_context::use_members};
use crate::{
    exports::export_link,
    session::{use_may, use_me},
    ui::{Icon, Menu, QueryForm, ResourceResultView, ServerResource, Svg, query_link, query_text},
};
use domain::{members::MemberRow, numbers::thousands, page::Page, policy::Action};
use leptos::prelude::*;

/// A menu item: its code in the address, its label, and the permission it requires.
type MenuEntry = (&'static str, &'static str, Action);

const ALL_MEMBERS: &[MenuEntry] = &[
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
const MATCHING: &[MenuEntry] = &[
    ("add-matching", "Add to group", Action::EditMembers),
    ("remove-matching", "Remove from group", Action::EditMembers),
];
const TICKED: &[MenuEntry] = &[
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
    /// The list that is shown: the menu displays its total.
    page: ServerResource<Page<MemberRow>>,
) -> impl IntoView {
    let ticked = use_members().ticked;
    let total = move || {
        let found = |page: Result<Page<MemberRow>, _>| page.map(|page| thousands(page.total)).ok();
        // In its own element: hydration does not find text that arrives between other texts.
        view! {
            <span>
                <ResourceResultView of=page view=found />
            </span>
        }
    };
    let matching = move || {
        view! {
            "All "
            {total()}
            " results"
        }
    };
    let of_ticked = move || match ticked.get() {
        0 => "Selected users".to_owned(),
        number => format!("Selected users ({number})"),
    };
    let button = view! {
        <Svg icon=Icon::Bolt />
        "Mass actions"
    };
    view! {
        <QueryForm id="ticked" class="contents">
            <HiddenQueryFields />
        </QueryForm>
        <Menu button=button.into_any() width="w-80 p-1">
            <MenuSection title=|| "All members" offers=ALL_MEMBERS />
            <MenuSection title=matching offers=MATCHING />
            <MenuSection title=of_ticked offers=TICKED ticked=true />
            <ImportExportItems />
        </Menu>
    }
}

/// A section of the menu, for one selection of users. Items for the selected rows submit the form
/// that the checkboxes belong to.
#[component]
fn MenuSection(
    #[prop(into)] title: ViewFn,
    offers: &'static [MenuEntry],
    #[prop(optional)] ticked: bool,
) -> impl IntoView {
    let item = move |(code, label): (&'static str, &'static str)| {
        if ticked {
            view! {
                <button class="menu-item" type="submit" form="ticked" name="mass" value=code>
                    {label}
                </button>
            }
            .into_any()
        } else {
            let href = move || query_link(&[("mass", Some(code.to_owned()))]);
            view! {
                <a class="menu-item" href=href>
                    {label}
                </a>
            }
            .into_any()
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
        (!items.is_empty()).then(|| {
            view! {
                <p class="menu-title">{title.run()}</p>
                {items}
            }
        })
    }
}

/// The links to import and export members.
#[component]
fn ImportExportItems() -> impl IntoView {
    let id = use_members().group.id;
    let may_import = use_may(Action::EditMembers);
    let may_report = use_may(Action::ListCourses);
    view! {
        <p class="menu-title">"Import and export"</p>
        {move || {
            may_import
                .get()
                .then(|| {
                    view! {
                        <a class="menu-item" href=format!("/groups/{}/import", id.get())>
                            "Import members"
                        </a>
                    }
                })
        }}
        <a class="menu-item" href=move || export_link(&GroupList::Members.code())>
            "Export members"
        </a>
        {move || {
            may_report
                .get()
                .then(|| {
                    view! {
                        <a class="menu-item" href=move || export_link(&GroupList::Report.code())>
                            "Export report"
                        </a>
                    }
                })
        }}
    }
}

/// Keeps the search and filter when the selected rows are submitted.
#[component]
fn HiddenQueryFields() -> impl IntoView {
    let kept = |name: &'static str| {
        let value = query_text(name);
        move || {
            (!value.read().is_empty())
                .then(|| view! { <input type="hidden" name=name value=value.get() /> })
        }
    };
    view! {
        {kept("q")}
        {kept("filter")}
        {kept("at")}
    }
}
