//! What is above a course's units: its cover, name and progress.
use super::walk::Walk;
use crate::{
    learning::Way,
    ui::{Badge, Breadcrumb, Cover, Icon, Svg, Tone},
};
use domain::{
    courses::{MyCourse, percent},
    ids::CourseId,
    numbers::count,
};
use leptos::prelude::*;

#[component]
pub fn PlayerHead(walk: Walk, course: MyCourse) -> impl IntoView {
    let done = percent(course.completed, course.units);
    // The course is the learner's again.
    Effect::new(move || walk.ended.set(false));
    view! {
        <header class="mb-6 flex items-end gap-5">
            <Cover id=course.id.0 name=course.name.clone() class="w-44 shrink-0 rounded-box max-sm:hidden" />
            <div class="min-w-0 flex-1">
                {if walk.way == Way::Learning {
                    view! { <Breadcrumb href="/" list="My courses" here=course.name.clone() /> }
                } else {
                    view! { <Breadcrumb href="/courses" list="Courses" here=course.name.clone() /> }
                }} <div class="page-head mb-2">
                    <h1 class="page-title wrap-anywhere">{course.name.clone()}</h1>
                    {course.completed_at.map(|_| view! { <Badge text="Completed" tone=Tone::Good /> })}
                </div>
                <progress
                    class="progress progress-primary"
                    value=done.to_string()
                    max="100"
                    aria-label="Progress"
                ></progress> <p class="muted flex justify-between gap-3 text-sm" aria-live="polite">
                    <span>
                        {format!("{} of {} completed", course.completed, count(course.units, "unit"))}
                    </span>
                    <span>{done} "%"</span>
                </p>
            </div>
        </header>
    }
}

/// Says that this is a preview, and leads back.
#[component]
pub fn PreviewStrip(course: Memo<CourseId>) -> impl IntoView {
    view! {
        <aside class="preview-strip" aria-label="Preview">
            <Svg icon=Icon::Info class="size-5" />
            <p class="min-w-0 flex-1 basis-60">
                <strong>"Preview."</strong>
                " You see the course as its learners do. Nothing is recorded."
            </p>
            <a class="btn btn-sm" href=move || format!("/courses/{}/edit", course.get())>
                "Back to the editor"
            </a>
        </aside>
    }
}
