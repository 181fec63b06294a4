//! One line of the log, or several that are told together.
use super::{
    mark::DeedMark,
    sentence::{Opens, Sentence, actor},
};
use crate::ui::{Disclosure, Icon, RelativeTime, Svg};
use domain::{activity::ActivityRow, time::Timestamp, timeline::ActivityEntry};
use leptos::prelude::*;
use std::fmt::Display;

/// How the lines of a page are shown.
#[derive(Clone, Copy)]
pub struct Look {
    pub now: Signal<Timestamp>,
    pub opens: Opens,
    /// Whether the page is not of one group: lines name theirs, and link to the log of what they are about.
    pub names_group: bool,
}

#[component]
pub fn Entry(entry: ActivityEntry, look: Look) -> impl IntoView {
    let ActivityEntry {
        summary,
        newest,
        others,
    } = entry;
    let about = look
        .names_group
        .then(|| subjects(&shared(&newest, &others)))
        .flatten();
    let Look { now, opens, .. } = look;
    let (at, deed, address) = (newest.at, newest.deed, newest.address.clone());
    let who = actor(newest.actor.clone(), newest.actor_id, opens);
    let (parts, folded) = if others.is_empty() {
        (newest.parts.clone(), None)
    } else {
        let lines = std::iter::once(newest.clone()).chain(others).collect();
        (summary, Some(view! { <Folded lines look /> }))
    };
    view! {
        <li class="activity-row panel-row">
            <DeedMark deed />
            <div class="min-w-0">
                <p class="wrap-anywhere">
                    {who} " " <Sentence parts row=newest opens names_group=look.names_group />
                </p>
                {folded}
                {about}
            </div>
            <p class="activity-time">
                <RelativeTime at now />
                {(!address.is_empty()).then(|| format!(" · from {address}"))}
            </p>
        </li>
    }
}

/// The single lines behind one that tells them together.
#[component]
fn Folded(lines: Vec<ActivityRow>, look: Look) -> impl IntoView {
    let summary = format!("{} entries", lines.len());
    let lines = lines
        .into_iter()
        .map(|row| {
            let (at, parts) = (row.at, row.parts.clone());
            let who = actor(row.actor.clone(), row.actor_id, look.opens);
            view! {
                <li class="flex flex-wrap justify-between gap-x-4 py-1.5">
                    <p class="min-w-0 wrap-anywhere">
                        {who} " " <Sentence parts row opens=look.opens names_group=look.names_group />
                    </p>
                    <p class="muted">
                        <RelativeTime at now=look.now />
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <Disclosure summary=summary.into_any() class="activity-fold">
            <ul class="mb-2 border-l-2 border-base-300 pl-3">{lines}</ul>
        </Disclosure>
    }
}

/// The line as if it was only about what all these lines are about.
fn shared(newest: &ActivityRow, others: &[ActivityRow]) -> ActivityRow {
    let all = |is_same: &dyn Fn(&ActivityRow) -> bool| others.iter().all(is_same);
    let row = newest.clone();
    ActivityRow {
        group: row
            .group
            .filter(|_| all(&|other| other.group == newest.group)),
        user: row.user.filter(|_| all(&|other| other.user == newest.user)),
        course: row
            .course
            .filter(|_| all(&|other| other.course == newest.course)),
        ..row
    }
}

/// Links to all the lines about the group, user and course of a line.
fn subjects(row: &ActivityRow) -> Option<AnyView> {
    let names = &row.names;
    let links: Vec<_> = [
        subject("group", row.group, names.group.as_ref()),
        subject("user", row.user, names.user.as_ref()),
        subject("course", row.course, names.course.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let list = |links| view! { <ul class="activity-subjects">{links}</ul> }.into_any();
    (!links.is_empty()).then(|| list(links))
}

fn subject<T: Display>(kind: &str, id: Option<T>, name: Option<&String>) -> Option<AnyView> {
    let (id, name) = id.zip(name)?;
    let href = format!("/activity?{kind}={id}");
    let label = format!("Show only {kind} {name}");
    let link = view! {
        <li class="min-w-0">
            <a class="activity-subject" href=href title=label.clone() aria-label=label>
                <Svg icon=Icon::Search class="size-3" />
                <span class="truncate">{name.clone()}</span>
            </a>
        </li>
    };
    Some(link.into_any())
}
