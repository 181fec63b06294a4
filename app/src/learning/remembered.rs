//! What a learner completed before it was deleted.
use crate::ui::{Badge, LocalTime};
use domain::courses::RememberedCourse;
use leptos::prelude::*;

/// The courses by name, without a link: they have no page.
#[component]
pub fn RememberedCourses(rows: Vec<RememberedCourse>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|course| {
            view! {
                <li class="row">
                    <div class="col-span-2 min-w-0">
                        <p class="font-medium wrap-anywhere">{course.name}</p>
                        <p class="muted text-sm">"Completed " <LocalTime at=course.completed_at /></p>
                    </div>
                    <div class="justify-self-end">
                        <Badge text="Deleted" />
                    </div>
                </li>
            }
        });
        view! {
            <section class="panel mt-6" aria-label="Completed and deleted">
                <div class="panel-head">
                    <h2 class="panel-title">"Completed, and deleted since"</h2>
                </div>
                <ul class="rows">{rows.collect_view()}</ul>
            </section>
        }
    })
}
