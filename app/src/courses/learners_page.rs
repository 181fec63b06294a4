//! The second tab of a course's editor: its learners and their progress.
use super::{get_course, head::CourseHead, list_learners};
use crate::{
    changes::use_changes,
    learning::EnrolmentReasons,
    ui::{
        Badge, EmptyState, Icon, LocalTime, PagedList, ResourceView, SearchBox, ServerResource,
        Tone, UserHeadline, query_text, route_id, use_search,
    },
};
use domain::{
    courses::percent,
    enrolments::LearnerRow,
    events::{ChangeEvent, ListKind},
    ids::CourseId,
    numbers::count,
    page::Page,
};
use leptos::prelude::*;

#[component]
pub fn LearnersPage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let course = ServerResource::new(move || id.get(), get_course);
    view! {
        <ResourceView
            of=course
            view=move |edited| {
                let units = i64::try_from(edited.course.units.len()).unwrap_or(i64::MAX);
                view! {
                    <CourseHead course=edited.course />
                    <Learners id units />
                }
            }
        />
    }
}

#[component]
fn Learners(
    id: Memo<CourseId>,
    /// How many units the course has.
    units: i64,
) -> impl IntoView {
    let search = use_search();
    let changes = use_changes(move |event| match event {
        ChangeEvent::Course(course) => course == id.get_untracked(),
        event => event == ChangeEvent::List(ListKind::Learners),
    });
    let page = ServerResource::new(
        move || (id.get(), search.get(), changes.get()),
        |(course, search, _)| list_learners(course, search),
    );
    view! {
        <section class="panel" aria-label="Learners">
            <div class="toolbar">
                <SearchBox label="Search learners" />
            </div>
            <ResourceView of=page view=move |page| view! { <Found page units /> } />
        </section>
    }
}

#[component]
fn Found(page: Page<LearnerRow>, units: i64) -> impl IntoView {
    if page.rows.is_empty() {
        let (title, text) = if query_text("q").read_untracked().is_empty() {
            (
                "No learners yet",
                "Add the course to a group and synchronize its members. Their progress appears here.",
            )
        } else {
            (
                "No learners found",
                "No learner of this course matches these words.",
            )
        };
        return view! {
            <EmptyState icon=Icon::User title>
                {text}
            </EmptyState>
        }
        .into_any();
    }
    view! { <PagedList page nouns=("learner", "learners") row=move |row| view! { <Learner row units /> } /> }
    .into_any()
}

#[component]
fn Learner(row: LearnerRow, units: i64) -> impl IntoView {
    let LearnerRow {
        user,
        name,
        login,
        email,
        active,
        why,
        completed,
        completed_at,
    } = row;
    let done = percent(completed, units);
    view! {
        <li class="row">
            <UserHeadline
                user
                name=name.clone()
                login
                email
                active
                tab="courses"
                notes=view! { <EnrolmentReasons reasons=why /> }.into_any()
            >
                {completed_at.map(|_| view! { <Badge text="Completed" tone=Tone::Good /> })}
            </UserHeadline>
            <div class="grid w-full gap-1 sm:w-48">
                <progress
                    class="progress progress-primary"
                    value=done.to_string()
                    max="100"
                    aria-label=format!("Progress of {name}")
                ></progress>
                <p class="muted text-sm tabular-nums sm:text-right">
                    {format!("{completed} of {}", count(units, "unit"))}
                    {completed_at
                        .map(|at| {
                            view! { <span class="block">"Completed " <LocalTime at day=true /></span> }
                        })}
                </p>
            </div>
        </li>
    }
}
