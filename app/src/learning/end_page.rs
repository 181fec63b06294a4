//! The page after the last unit: that the course is completed, and what comes next.
use super::{Way, get_course_end};
use crate::{
    changes::use_my_changes,
    session::use_me,
    ui::{Cover, EmptyState, Icon, LocalTime, ResourceView, ServerResource, Svg, Trail, route_id},
};
use domain::{
    courses::{CoursePlace, LearnerCourse, MyCourse, resume},
    ids::CourseId,
    numbers::count,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/courses/{id}/completed`
#[component]
pub fn CourseEndPage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_my_changes(me);
    let end = ServerResource::new(
        move || (id.get(), changes.get()),
        |(course, _)| get_course_end(course),
    );
    view! {
        <ResourceView
            of=end
            view=move |(found, next)| {
                view! { <End found next /> }
            }
        />
    }
}

#[component]
fn End(found: LearnerCourse, next: Vec<MyCourse>) -> impl IntoView {
    let LearnerCourse { course, units } = found;
    let left = units.iter().filter(|unit| !unit.completed).count();
    let go_on = Way::Learning.address(course.id, resume(&units));
    let first = units
        .first()
        .map(|unit| Way::Learning.address(course.id, CoursePlace::Unit(unit.id)));
    let Some(completed_at) = course.completed_at else {
        let left = count(i64::try_from(left).unwrap_or(i64::MAX), "unit");
        return view! {
            <Title text=course.name.clone() />
            <div class="panel">
                <EmptyState icon=Icon::Book title=course.name>
                    <p>{format!("{left} of this course left to complete.")}</p>
                    <p class="mt-4">
                        <a class="btn btn-sm btn-primary" href=go_on>
                            "Continue with the course"
                        </a>
                    </p>
                </EmptyState>
            </div>
        }
        .into_any();
    };
    let has_next = !next.is_empty();
    let home = if has_next { "btn" } else { "btn btn-primary" };
    view! {
        <Title text=format!("Course completed · {}", course.name) />
        <div class="mx-auto max-w-4xl">
            <Trail
                links=vec![
                    ("/".to_owned(), "My courses".to_owned()),
                    (format!("/courses/{}", course.id), course.name.clone()),
                ]
                here="Course completed"
            />
        </div>
        <div class="mx-auto grid max-w-4xl gap-8">
            <section class="panel overflow-hidden sm:grid sm:grid-cols-[2fr_3fr]">
                <Cover id=course.id.0 name=course.name.clone() class="sm:aspect-auto sm:h-full" />
                <div class="grid content-center gap-2 p-8">
                    <p class="flex items-center gap-2 font-medium text-success">
                        <Svg icon=Icon::Check class="size-5" />
                        "Well done."
                    </p>
                    <h1 class="page-title">"Course completed"</h1>
                    <p class="text-lg wrap-anywhere">{course.name.clone()}</p>
                    <p class="muted text-sm">
                        {count(course.units, "unit")} " · completed " <LocalTime at=completed_at day=true />
                    </p>
                    <div class="mt-4 flex flex-wrap gap-2">
                        <a class=home href="/">
                            "Home"
                        </a>
                        {first
                            .map(|href| {
                                view! {
                                    <a class="btn" href=href>
                                        "Look through it again"
                                    </a>
                                }
                            })}
                    </div>
                </div>
            </section>
            {has_next.then(|| view! { <NextCourses next /> })}
        </div>
    }
    .into_any()
}

#[component]
fn NextCourses(next: Vec<MyCourse>) -> impl IntoView {
    let cards = next
        .into_iter()
        .map(|course| {
            let done = format!("{} of {}", course.completed, count(course.units, "unit"));
            view! {
                <li class="panel row-link relative flex flex-col gap-2">
                    <Cover id=course.id.0 name=course.name.clone() class="rounded-t-box" />
                    <div class="grid gap-1 p-4">
                        <h3 class="font-semibold wrap-anywhere">
                            <a class="link-quiet stretched" href=format!("/courses/{}", course.id)>
                                {course.name}
                            </a>
                        </h3>
                        <p class="muted text-sm">{done}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-label="What comes next">
            <h2 class="mb-3 text-lg font-semibold">"What comes next"</h2>
            <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{cards}</ul>
        </section>
    }
}
