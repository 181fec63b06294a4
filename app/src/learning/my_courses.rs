use super::{list_my_courses, remembered::RememberedCourses};
use crate::{
    changes::use_my_changes,
    session::{use_may, use_me},
    ui::{Badge, Cover, EmptyState, Icon, ResourceView, ServerResource, Tone},
};
use domain::{
    courses::{LearnerHome, MyCourse, percent},
    enrolments::EnrolmentReason,
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;

/// The learner's courses with progress. The list follows changes without a reload.
#[component]
pub fn MyCourses() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_my_changes(me);
    let courses = ServerResource::new(move || changes.get(), |_| list_my_courses());
    // Created here and read with `try_get` below, because the cards outlive a refetch.
    let (may_join, may_browse) = (use_may(Action::JoinByKey), use_may(Action::BrowseCatalog));
    view! {
        <section aria-label="My courses">
            <ResourceView of=courses view=move |mine| view! { <Mine mine may_join may_browse /> } />
        </section>
    }
}

#[component]
fn Mine(mine: LearnerHome, may_join: Signal<bool>, may_browse: Signal<bool>) -> impl IntoView {
    let LearnerHome {
        courses,
        remembered,
    } = mine;
    view! {
        <Cards courses may_join may_browse />
        <RememberedCourses rows=remembered />
    }
}

#[component]
fn Cards(
    courses: Vec<MyCourse>,
    may_join: Signal<bool>,
    may_browse: Signal<bool>,
) -> impl IntoView {
    if courses.is_empty() {
        return view! {
            <div class="panel">
                <EmptyState icon=Icon::Book title="No courses yet">
                    "You get courses through groups. "
                    <Show when=move || may_browse.try_get().unwrap_or(false)>
                        <a class="link" href="/catalog/courses">
                            "The catalog"
                        </a>
                        " has more courses. "
                    </Show>
                    <Show when=move || {
                        may_join.try_get().unwrap_or(false)
                    }>"Have a group key? Use " <strong>"Join Group"</strong> "."</Show>
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let cards = courses
        .into_iter()
        .map(|course| view! { <Card course /> })
        .collect_view();
    view! { <ul class="grid gap-4 sm:grid-cols-2">{cards}</ul> }.into_any()
}

#[component]
fn Card(course: MyCourse) -> impl IntoView {
    let done = percent(course.completed, course.units);
    let why: Vec<String> = course.why.iter().map(EnrolmentReason::label).collect();
    view! {
        <li class="panel row-link relative flex flex-col gap-3 p-5">
            <Cover id=course.id.0 name=course.name.clone() class="-mx-5 -mt-5 rounded-t-box" />
            <div class="flex items-start justify-between gap-2">
                <h2 class="font-semibold wrap-anywhere">
                    <a class="link-quiet stretched" href=format!("/courses/{}", course.id)>
                        {course.name.clone()}
                    </a>
                </h2>
                <span class="flex flex-wrap justify-end gap-1">
                    {(!course.active).then(|| view! { <Badge text="Not open now" /> })}
                    {course.completed_at.map(|_| view! { <Badge text="Completed" tone=Tone::Good /> })}
                </span>
            </div>
            <p class="muted line-clamp-2 text-sm">{course.description}</p>
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
        </li>
    }
}
