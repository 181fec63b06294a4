//! Lines of the log, by day.
use super::{
    clock::use_now,
    entry::{Entry, Look},
    filters::clear_link,
    sentence::Opens,
};
use crate::ui::{EmptyState, Icon, pager};
use domain::{
    days::Day,
    page::Page,
    time::Timestamp,
    timeline::{ActivityDay, Timeline},
};
use leptos::prelude::*;

/// A page of the log, with links to the other pages.
#[component]
pub fn ActivityLines(
    timeline: Timeline,
    /// Shown when there are no lines without a filter.
    empty: &'static str,
    /// Whether a filter is set.
    is_filtered: bool,
    /// Whether the page is one group's, which its lines do not name.
    #[prop(optional)]
    of_group: bool,
) -> impl IntoView {
    let Timeline { mut days, now, .. } = timeline;
    let has_more = days.next.is_some() || days.previous.is_some();
    if days.rows.is_empty() && !has_more {
        return view! { <NoLines empty is_filtered /> }.into_any();
    }
    let rows = std::mem::take(&mut days.rows);
    let pager = pager(&with_entries(days, &rows), ("entry", "entries"));
    view! {
        {rows.is_empty().then(|| view! { <NoLinesHere /> })}
        <Days days=rows now of_group />
        {pager}
    }
    .into_any()
}

/// The page with its lines in place of its days, for what is counted.
fn with_entries(page: Page<ActivityDay>, days: &[ActivityDay]) -> Page<()> {
    let entries = days.iter().flat_map(|day| &day.entries);
    let lines = entries.map(|entry| entry.others.len() + 1).sum();
    page.with_rows(vec![(); lines])
}

#[component]
fn NoLines(empty: &'static str, is_filtered: bool) -> impl IntoView {
    if !is_filtered {
        return view! {
            <EmptyState icon=Icon::Clock title="Nothing has happened yet">
                {empty}
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState icon=Icon::Search title="Nothing matches">
            <a class="link" href=clear_link>
                "Clear filters"
            </a>
        </EmptyState>
    }
    .into_any()
}

/// There was nothing among the lines that were looked at for this page.
#[component]
fn NoLinesHere() -> impl IntoView {
    view! {
        <EmptyState icon=Icon::Search title="Nothing matches so far">
            "Older entries are searched on the next page."
        </EmptyState>
    }
}

/// Lines of the log by day, without other pages.
#[component]
pub fn Days(
    days: Vec<ActivityDay>,
    now: Timestamp,
    #[prop(optional)] of_group: bool,
    /// Whether there is a heading above them.
    #[prop(optional)]
    nested: bool,
) -> impl IntoView {
    let look = Look {
        now: use_now(now),
        opens: Opens::new(),
        names_group: !of_group,
    };
    days.into_iter()
        .map(|ActivityDay { day, entries }| {
            let entries = entries
                .into_iter()
                .map(|entry| view! { <Entry entry look /> })
                .collect_view();
            view! {
                <DayHead day now=look.now nested />
                <ol class="divide-y divide-base-300">{entries}</ol>
            }
        })
        .collect_view()
}

/// "Today" is the day in UTC, as long as it lasts.
#[component]
fn DayHead(day: Day, now: Signal<Timestamp>, nested: bool) -> impl IntoView {
    let title = format!("{}, in UTC", day.start().day());
    let time = view! {
        <time datetime=day.to_string() title=title>
            {move || day.label(Day::of(now.get()))}
        </time>
    };
    if nested {
        view! { <h3 class="day-head panel-row">{time}</h3> }.into_any()
    } else {
        view! { <h2 class="day-head panel-row">{time}</h2> }.into_any()
    }
}
