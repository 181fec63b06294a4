//! The numbers of an import as links that filter its rows, and what was done in the end.
use super::{
    labels::{counted, summary, verdict_label},
    rows::use_shown_verdict,
};
use crate::{
    session::use_may,
    ui::{Icon, Svg, query_link},
};
use domain::{
    imports::{
        stored::{ImportKind, ImportState, RowVerdict},
        views::{ImportCounts, ImportView},
    },
    numbers::thousands,
    policy::Action,
};
use leptos::prelude::*;

/// One number for each verdict. A link shows only those rows, and all rows if it is followed again.
#[component]
pub fn Counts(counts: ImportCounts, is_open: bool) -> impl IntoView {
    let shown = use_shown_verdict();
    let link = |verdict: RowVerdict| {
        let chosen = move || shown.get() == Some(verdict);
        let href = move || {
            let show = (!chosen()).then(|| verdict.code().to_owned());
            query_link(&[("show", show), ("at", None), ("row", None)])
        };
        view! {
            <a href=href class="count-link" aria-current=move || chosen().then_some("true")>
                <span class="count-number">{thousands(counted(counts, verdict))}</span>
                " "
                <span class="text-sm">{verdict_label(verdict, is_open).to_lowercase()}</span>
            </a>
        }
    };
    let links = RowVerdict::ALL.iter().copied().map(link).collect_view();
    view! {
        <nav aria-label="Rows to show" class="counts">
            {links}
        </nav>
    }
}

const BY_MASS_ACTION: &str =
    "Members are added by a mass action: its progress, and Undo, are on the group’s Users tab.";

/// The end of an import, with what can be done next.
#[component]
pub fn Summary(view: ImportView) -> impl IntoView {
    let group = view.group.as_ref().map(|(id, _)| *id);
    let sentence = match view.state {
        ImportState::Undone => format!("Undone: {}.", summary(view.counts)),
        ImportState::Cancelled => format!("Cancelled after {}.", summary(view.counts)),
        _ => format!("{}.", summary(view.counts)),
    };
    let members = view.mass_action.is_some();
    view! {
        <section class="panel mb-4 overflow-hidden" aria-label="Summary">
            <div class="flex flex-wrap items-center justify-between gap-3 border-b border-base-300 p-4">
                <div>
                    <p class="font-medium" role="status">
                        {sentence}
                    </p>
                    {members
                        .then(|| {
                            view! { <p class="muted text-sm">{BY_MASS_ACTION}</p> }
                        })}
                </div>
                <div class="flex flex-wrap gap-2">
                    {view.undoable.then(|| view! { <UndoLink /> })}
                    <a class="btn btn-ghost" href=view.kind.upload_path(group)>
                        "Import another list"
                    </a> <Next view=view.clone() />
                </div>
            </div>
            <Counts counts=view.counts is_open=false />
        </section>
    }
}

#[component]
fn UndoLink() -> impl IntoView {
    view! {
        <a class="btn" href=move || query_link(&[("undo", Some("1".to_owned()))])>
            <Svg icon=Icon::Undo />
            "Undo"
        </a>
    }
}

/// The list in which the result is seen.
#[component]
fn Next(view: ImportView) -> impl IntoView {
    let (href, label, action) = match (view.kind, view.group) {
        (ImportKind::Members, Some((id, _))) => (
            format!("/groups/{id}/users"),
            "Users of the group",
            Action::ListGroups,
        ),
        (ImportKind::GroupCourses, Some((id, _))) => (
            format!("/groups/{id}/courses"),
            "Courses of the group",
            Action::ListGroups,
        ),
        (ImportKind::Groups, _) => ("/groups".to_owned(), "Groups", Action::ListGroups),
        _ => ("/users".to_owned(), "Users", Action::ListUsers),
    };
    let may = use_may(action);
    move || {
        may.get().then(|| {
            view! {
                <a class="btn btn-primary" href=href.clone()>
                    {label}
                </a>
            }
        })
    }
}
