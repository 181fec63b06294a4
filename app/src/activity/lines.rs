//! Lines of the log.
use crate::ui::{EmptyState, Icon, LocalTime, pager};
use domain::{activity::ActivityRow, page::Page};
use leptos::prelude::*;
use std::fmt::Display;

#[component]
pub fn ActivityLines(
    page: Page<ActivityRow>,
    /// Shown when there are no lines.
    empty: &'static str,
    /// Whether each line links to the log of its group, user and course.
    #[prop(optional)]
    subjects: bool,
) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Clock title="Nothing has happened yet">
                {empty}
            </EmptyState>
        }
        .into_any();
    }
    let pager = pager(&page, ("entry", "entries"));
    view! {
        <ActivityList rows=page.rows subjects />
        {pager}
    }
    .into_any()
}

/// Lines of the log, without their pages.
#[component]
pub fn ActivityList(
    rows: Vec<ActivityRow>,
    /// Whether each line links to the log of its group, user and course.
    #[prop(optional)]
    subjects: bool,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let about = subjects.then(|| view! { <Subjects row=row.clone() /> });
            view! {
                <li class="flex flex-wrap justify-between gap-x-6 gap-y-1 panel-row py-3 text-sm">
                    <div class="min-w-0">
                        <p class="wrap-anywhere">
                            <span class="font-medium">{row.actor}</span>
                            " "
                            {row.sentence}
                        </p>
                        {about}
                    </div>
                    <p class="muted">
                        <LocalTime at=row.at />
                        {(!row.address.is_empty()).then(|| format!(" · from {}", row.address))}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="divide-y divide-base-300">{rows}</ol> }
}

/// Links to all the lines about the group, user and course of a line.
#[component]
fn Subjects(row: ActivityRow) -> impl IntoView {
    let names = row.names;
    view! {
        <ul class="muted mt-0.5 flex flex-wrap gap-x-4 text-xs">
            {subject("group", row.group, names.group)} {subject("user", row.user, names.user)}
            {subject("course", row.course, names.course)}
        </ul>
    }
}

fn subject<T: Display>(kind: &str, id: Option<T>, name: Option<String>) -> Option<AnyView> {
    let (id, name) = id.zip(name)?;
    let href = format!("/activity?{kind}={id}");
    let label = format!("Show only {kind} {name}");
    let link = view! {
        <li class="min-w-0">
            <a class="link-quiet wrap-anywhere" href=href aria-label=label>
                {name}
            </a>
        </li>
    };
    Some(link.into_any())
}
