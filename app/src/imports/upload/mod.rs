//! The pages on which lists are uploaded, one for each kind.
mod form;
mod recent;
mod send;

use super::get_pasted_list;
use crate::{
    groups::use_group,
    ui::{Breadcrumb, RequirePermission, ResourceResultView, ServerResource, query_text},
};
use domain::{
    ids::{GroupId, ImportId},
    imports::{stored::ImportKind, views::ImportView},
};
use form::UploadForm;
use leptos::prelude::*;
use leptos_meta::Title;
use recent::RecentImports;

#[component]
pub fn ImportUsersPage() -> impl IntoView {
    view! { <ImportsOfPortal kind=ImportKind::Users href="/users" list="Users" /> }
}

#[component]
pub fn ImportGroupsPage() -> impl IntoView {
    view! { <ImportsOfPortal kind=ImportKind::Groups href="/groups" list="Groups" /> }
}

#[component]
pub fn ImportMembersTab() -> impl IntoView {
    view! { <ImportsOfGroup kind=ImportKind::Members /> }
}

#[component]
pub fn ImportCoursesTab() -> impl IntoView {
    view! { <ImportsOfGroup kind=ImportKind::GroupCourses /> }
}

#[component]
fn ImportsOfPortal(kind: ImportKind, href: &'static str, list: &'static str) -> impl IntoView {
    view! {
        <Title text=kind.title() />
        <RequirePermission action=kind.required_action()>
            <div class="form-page">
                <Breadcrumb href list here="Import" />
                <h1 class="page-title mb-1">{kind.title()}</h1>
                <Intro kind />
                <Upload kind group=None />
            </div>
        </RequirePermission>
    }
}

#[component]
fn ImportsOfGroup(kind: ImportKind) -> impl IntoView {
    let group = use_group().id;
    view! {
        <Title text=kind.title() />
        <RequirePermission action=kind.required_action()>
            <div class="form-page">
                <h2 class="text-lg font-semibold">{kind.title()}</h2>
                <Intro kind />
                {move || view! { <Upload kind group=Some(group.get()) /> }}
            </div>
        </RequirePermission>
    }
}

/// What can be given, and that nothing happens yet.
#[component]
fn Intro(kind: ImportKind) -> impl IntoView {
    let rows = match kind {
        ImportKind::Users => {
            "A list from another system or a spreadsheet, with headings such as First name, Last name, E-mail and \
             Login, in many languages. Groups, courses, branches and user types can have columns of their own."
        }
        ImportKind::Members => {
            "Logins or e-mail addresses of users of this portal: one per line, separated by commas as a mail program \
             writes them, or anywhere in a table."
        }
        ImportKind::Groups => {
            "A table of groups with headings such as Group name, Description, Key, Price, Listed and Courses."
        }
        ImportKind::GroupCourses => {
            "Names of courses of this portal, one per line, or a table with a column Course."
        }
    };
    view! {
        <p class="muted mb-5 text-sm">
            {rows} " You’ll see what happens to each row before anything changes."
            {(kind == ImportKind::Users)
                .then(|| {
                    view! {
                        " "
                        <a class="link" href="/users/import/from">
                            "Coming from another system"
                        </a>
                    }
                })}
        </p>
    }
}

/// The query parameter that names the import whose pasted list is changed.
const AGAIN: &str = "again";

/// Returns the link to the page where a pasted list is changed and checked as a new import.
pub fn change_pasted(view: &ImportView) -> Option<String> {
    let group = view.group.as_ref().map(|(id, _)| *id);
    let is_pasted = view.file_name.is_empty();
    is_pasted.then(|| format!("{}?{AGAIN}={}", view.kind.upload_path(group), view.id))
}

fn use_pasted_list() -> ServerResource<Option<String>> {
    let again = query_text(AGAIN);
    ServerResource::optional(
        move || again.read().parse().ok().map(ImportId),
        get_pasted_list,
    )
}

#[component]
fn Upload(kind: ImportKind, group: Option<GroupId>) -> impl IntoView {
    let pasted = use_pasted_list();
    view! {
        <div class="grid gap-6">
            <section class="panel p-6" aria-label=kind.title()>
                <ResourceResultView
                    of=pasted
                    view=move |pasted| {
                        let list = pasted.ok().flatten().unwrap_or_default();
                        view! { <UploadForm kind group list /> }
                    }
                />
            </section>
            <RecentImports kind group />
        </div>
    }
}
