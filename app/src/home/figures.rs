//! How large the portal is: four figures, and a line of the last days.
use super::get_figures;
use crate::{
    changes::use_changes,
    session::use_visible,
    ui::{Disclosure, ResourceView, ServerResource},
};
use domain::{
    events::{ChangeEvent, ListKind},
    home::{Completions, DAYS, Figures},
    numbers::{count, thousands},
    policy::Action,
};
use leptos::prelude::*;

/// The size of the line, of which the style sheet makes as much as there is room for.
const LINE: (i64, i64) = (580, 96);

#[component]
pub fn FiguresPanel() -> impl IntoView {
    let changes = use_changes(|event| {
        use ListKind::{Groups, Learners, Users};
        matches!(event, ChangeEvent::List(Users | Groups | Learners))
    });
    let figures = ServerResource::new(move || changes.get(), |_| get_figures());
    let sees = [Action::ListUsers, Action::ListGroups, Action::ListCourses].map(use_visible);
    let learners = sees[2];
    move || {
        let any = sees.iter().any(Signal::get);
        any.then(|| {
            view! {
                <section class="panel mb-6" aria-labelledby="figures-title">
                    <h2 id="figures-title" class="sr-only">
                        "Figures"
                    </h2>
                    <ResourceView of=figures view=move |figures| view! { <Numbers figures /> } />
                    <Show when=move || learners.get()>
                        // Not part of what is loaded again, so that it stays open.
                        <Disclosure summary="By day".into_any() class="px-6 pb-5">
                            <ResourceView of=figures view=move |figures| view! { <DayTable figures /> } />
                        </Disclosure>
                    </Show>
                </section>
            }
        })
    }
}

#[component]
fn Numbers(figures: Figures) -> impl IntoView {
    let completions = figures.completions;
    let total = completions.as_ref().map(Completions::total);
    let all = [
        (figures.active_users, "Active users", "/users?filter=active"),
        (figures.groups, "Groups", "/groups"),
        (figures.enrolments, "Enrolments", "/courses"),
        (total, "Completions in 30 days", "/courses"),
    ];
    let cards = all
        .into_iter()
        .filter_map(|(number, label, href)| {
            let number = thousands(number?);
            Some(view! {
                <a class="count-link" href=href>
                    <span class="count-number">{number}</span>
                    " "
                    <span class="muted text-sm">{label}</span>
                </a>
            })
        })
        .collect_view();
    view! {
        <div class="counts">{cards}</div>
        {completions
            .map(|completions| {
                if completions.total() == 0 {
                    view! { <p class="muted p-4 text-sm">{none_completed()}</p> }.into_any()
                } else {
                    view! { <Line completions /> }.into_any()
                }
            })}
    }
}

/// The completed courses of each day as a line, which the table below says in numbers.
#[component]
fn Line(completions: Completions) -> impl IntoView {
    let (width, height) = LINE;
    let points: Vec<String> = completions
        .line(width, height)
        .into_iter()
        .map(|(x, y)| format!("{x},{y}"))
        .collect();
    let points = points.join(" ");
    let area = format!("0,{height} {points} {width},{height}");
    let most = completions.by_day().max_by_key(|(_, number)| *number);
    let (at, number) = most.unwrap_or((completions.today, 0));
    let label = format!(
        "Completed courses by day: {} in {DAYS} days, at most {} on {}",
        thousands(completions.total()),
        thousands(number),
        at.day()
    );
    let first = completions.by_day().next().map(|(at, _)| at.day());
    view! {
        <figure class="px-6 pt-5 pb-2">
            <figcaption class="muted mb-2 text-sm">"Completed courses by day"</figcaption>
            <svg
                class="chart"
                viewBox=format!("0 -2 {width} {}", height + 4)
                preserveAspectRatio="none"
                role="img"
                aria-label=label
            >
                <polygon class="chart-area" points=area></polygon>
                <polyline class="chart-line" points=points></polyline>
            </svg>
            <p class="muted mt-1 flex flex-wrap justify-between gap-x-4 text-xs">
                <span>{first}</span>
                <span>{completions.today.day()}</span>
            </p>
        </figure>
    }
}

/// Only days on which something was completed, the last first.
#[component]
fn DayTable(figures: Figures) -> impl IntoView {
    let days: Vec<_> = figures
        .completions
        .iter()
        .flat_map(Completions::by_day)
        .filter(|(_, number)| *number > 0)
        .collect();
    if days.is_empty() {
        return view! { <p class="muted mt-2 text-sm">{none_completed()}</p> }.into_any();
    }
    let rows = days
        .into_iter()
        .rev()
        .map(|(at, number)| {
            view! {
                <tr>
                    <th scope="row" class="py-1 pr-6 text-left font-normal">
                        {at.day()}
                    </th>
                    <td class="py-1 text-right tabular-nums">{count(number, "completion")}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="mt-2 text-sm">
            <caption class="muted pb-1 text-left">"Completed courses by day, in UTC"</caption>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn none_completed() -> String {
    format!("No course was completed in the last {DAYS} days.")
}
