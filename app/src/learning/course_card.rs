//! The courses on a learner's home page.
use crate::ui::{Badge, Cover, Icon, Svg, Tone};
use domain::{
    courses::{MyCourse, percent},
    enrolments::EnrolmentReason,
    numbers::count,
};
use leptos::prelude::*;

/// Courses below a heading; nothing without courses.
#[component]
pub fn CourseCards(
    title: &'static str,
    courses: Vec<MyCourse>,
    /// Whether the first course leads on: it is as wide as the list.
    #[prop(optional)]
    leading: bool,
) -> impl IntoView {
    (!courses.is_empty()).then(|| {
        let cards = courses
            .into_iter()
            .enumerate()
            .map(|(place, course)| view! { <Card course leads=leading && place == 0 /> })
            .collect_view();
        view! {
            <div>
                <h2 class="mb-3 text-sm font-semibold">{title}</h2>
                <ul class="grid gap-4 sm:grid-cols-2">{cards}</ul>
            </div>
        }
    })
}

#[component]
fn Card(course: MyCourse, leads: bool) -> impl IntoView {
    let completed = course.completed_at.is_some();
    let class = match (leads, completed) {
        (true, _) => "panel course-leading row-link relative flex flex-col gap-3 p-6 sm:col-span-2",
        (false, true) => "panel course-completed row-link relative flex flex-col gap-2 p-4",
        (false, false) => "panel row-link relative flex flex-col gap-3 p-5",
    };
    // The first and the last are told apart by their size.
    let has_cover = !leads && !completed;
    let lead = leads.then(|| {
        view! {
            <span class="btn btn-primary btn-sm pointer-events-none self-start" aria-hidden="true">
                <Svg icon=Icon::Play />
                "Continue"
            </span>
        }
    });
    view! {
        <li class=class>
            {has_cover
                .then(|| {
                    view! {
                        <Cover id=course.id.0 name=course.name.clone() class="-mx-5 -mt-5 rounded-t-box" />
                    }
                })} <div class="flex items-start justify-between gap-2">
                <h3 class="font-semibold wrap-anywhere" class:text-lg=leads>
                    <a class="link-quiet stretched" href=format!("/courses/{}", course.id)>
                        {course.name.clone()}
                    </a>
                </h3>
                <span class="flex flex-wrap justify-end gap-1">
                    {(!course.active).then(|| view! { <Badge text="Not open now" /> })}
                    {completed.then(|| view! { <Badge text="Completed" tone=Tone::Good /> })}
                </span>
            </div>
            {(!completed)
                .then(|| view! { <p class="muted line-clamp-2 text-sm">{course.description.clone()}</p> })}
            {lead} <Progress course />
        </li>
    }
}

#[component]
fn Progress(course: MyCourse) -> impl IntoView {
    let done = percent(course.completed, course.units);
    let why: Vec<String> = course.why.iter().map(EnrolmentReason::label).collect();
    view! {
        <div class="mt-auto grid gap-1">
            <progress
                class="progress progress-primary"
                value=done.to_string()
                max="100"
                aria-label=format!("Progress in {}", course.name)
            ></progress>
            <p class="muted flex flex-wrap justify-between gap-x-3 text-xs">
                <span>{format!("{} of {}", course.completed, count(course.units, "unit"))}</span>
                <span class="wrap-anywhere">{why.join(", ")}</span>
            </p>
        </div>
    }
}
