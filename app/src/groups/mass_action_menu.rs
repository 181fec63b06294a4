//! **Mass actions**: the menu, with the actions that the actor may start.
use super::{exports::GroupList, members_context::use_members};
use crate::{
    exports::export_link,
    mass_actions::{MassActionMenu, MenuEntry, MenuSection, all_results, selected_users},
    session::use_may,
    ui::ServerResource,
};
use domain::{members::MemberRow, page::Page, policy::Action};
use leptos::prelude::*;

const ALL_MEMBERS: &[MenuEntry] = &[
    (
        "assign-all",
        "Assign group courses to all members",
        &[Action::AssignCourses],
    ),
    (
        "unassign-all",
        "Unassign all members from group courses",
        &[Action::AssignCourses],
    ),
];
const MATCHING: &[MenuEntry] = &[
    ("add-matching", "Add to group", &[Action::EditMembers]),
    (
        "remove-matching",
        "Remove from group",
        &[Action::EditMembers],
    ),
];
const TICKED: &[MenuEntry] = &[
    (
        "assign-ticked",
        "Assign group courses",
        &[Action::AssignCourses],
    ),
    (
        "unassign-ticked",
        "Unassign from group courses",
        &[Action::AssignCourses],
    ),
    ("add-ticked", "Add to group", &[Action::EditMembers]),
    ("remove-ticked", "Remove from group", &[Action::EditMembers]),
];

#[component]
pub fn MembersMenu(
    /// The list that is shown: the menu displays its total.
    page: ServerResource<Page<MemberRow>>,
) -> impl IntoView {
    view! {
        <MassActionMenu kept=&["q", "filter", "at"]>
            <MenuSection title=|| "All members" offers=ALL_MEMBERS />
            <MenuSection title=all_results(page) offers=MATCHING />
            <MenuSection title=selected_users() offers=TICKED ticked=true />
            <ImportExportItems />
        </MassActionMenu>
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
