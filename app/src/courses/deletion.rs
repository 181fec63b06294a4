//! Deleting a course: the dialog with numbers, and what its restoring could not give back.
use super::{DeleteCourse, preview_course_deletion};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, Icon, ServerMutation, ServerResource, Svg, on_success,
    query_link, query_link_untracked, query_text, toast, use_query_id,
};
use domain::{
    courses::CourseDeletion,
    ids::CourseId,
    messages::courses as messages,
    numbers::{count, thousands},
    trash::TRASH_DAYS,
};
use leptos::prelude::*;

/// Opens with `?delete=<course>` on the list and in the editor.
#[component]
pub fn DeleteCourseDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteCourse>::new();
    on_success(action, |()| {
        toast(format!(
            "Course moved to the trash. You can restore it for {TRASH_DAYS} days."
        ))
    });
    let asked = use_query_id("delete", CourseId);
    let preview = ServerResource::optional(move || asked.get(), preview_course_deletion);
    let form = move |preview: CourseDeletion| {
        let course = asked.get_untracked().map(|course| course.to_string());
        let ends = messages::deletion(&preview).into_iter();
        let ends = ends.map(|sentence| view! { <li>{sentence}</li> });
        view! {
            <Form action>
                <input type="hidden" name="course" value=course />
                <p class="wrap-anywhere">
                    {format!(
                        "“{}” will move to the trash. You can restore it for {TRASH_DAYS} days.",
                        preview.name,
                    )}
                </p>
                <ul class="grid list-disc gap-1 pl-5 text-sm">{ends.collect_view()}</ul>
                <p class="muted text-sm">
                    "Who completed it keeps it by name, and so do orders and the activity, also after that."
                </p>
                <DialogButtons return_to=query_link_untracked(&[("delete", None)]) submit="Delete course" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a course" name="delete" preview form /> }
}

/// The way to the dialog, in the editor.
#[component]
pub fn DeletionPanel(course: CourseId) -> impl IntoView {
    let ask = move || query_link(&[("delete", Some(course.to_string()))]);
    view! {
        <aside class="panel grid gap-2 p-6" aria-label="Course actions">
            <p class="text-sm">{format!("A deleted course can be restored for {TRASH_DAYS} days.")}</p>
            <div>
                <a class="btn btn-sm btn-error btn-soft" href=ask>
                    <Svg icon=Icon::Trash />
                    "Delete course"
                </a>
            </div>
        </aside>
    }
}

/// Says what restoring the course did not give back, as it cannot say so in a toast without JavaScript.
#[component]
pub fn RestoredCourseNotice() -> impl IntoView {
    let number = |name| {
        let text = query_text(name);
        move || text.read().parse::<i64>().unwrap_or(0)
    };
    let (places, enrolments) = (number("lost-places"), number("lost-enrolments"));
    move || {
        let (places, enrolments) = (places(), enrolments());
        let lost = [
            (places > 0).then(|| match places {
                1 => "1 group or branch that had it is gone or can’t have it".to_owned(),
                places => format!(
                    "{} groups or branches that had it are gone or can’t have it",
                    thousands(places),
                ),
            }),
            (enrolments > 0).then(|| {
                let enrolments = count(enrolments, "enrolment");
                format!("{enrolments} could not be given back, as the users left their groups")
            }),
        ];
        let lost: Vec<String> = lost.into_iter().flatten().collect();
        (!lost.is_empty()).then(|| {
            view! {
                <p role="status" class="notice mb-4">
                    <Svg icon=Icon::Info class="mt-0.5 size-4" />
                    <span>
                        {format!(
                            "The course is restored, but {}. The course’s activity names what is missing.",
                            lost.join(", and "),
                        )}
                    </span>
                </p>
            }
        })
    }
}
