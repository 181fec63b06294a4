//! The first tab of a course's editor: its units, its form, and its instructors.
use super::{
    UpdateCourse,
    deletion::{DeleteCourseDialog, DeletionPanel, RestoredCourseNotice},
    fields::CourseFields,
    get_course,
    head::CourseHead,
    list_categories,
    units::Units,
};
use crate::{
    instructors::{AddInstructorDialog, InstructorsPanel, list_instructors},
    session::use_may,
    ui::{
        EditableFields, Form, ResourceView, ServerMutation, ServerResource, VersionField,
        on_success, route_id, toast,
    },
};
use domain::{
    courses::{CategoryRow, EditedCourse},
    ids::CourseId,
    instructors::{InstructorRow, Teachable},
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn CourseEditorPage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let reload = RwSignal::new(0);
    let taught = Memo::new(move |_| Teachable::Course(id.get()));
    let course = ServerResource::new(
        move || (id.get(), reload.get()),
        |(course, _)| async move {
            let instructors = list_instructors(course.into());
            Ok((
                get_course(course).await?,
                list_categories().await?,
                instructors.await?,
            ))
        },
    );
    view! {
        <ResourceView
            of=course
            view=move |(edited, categories, instructors)| {
                view! { <CourseEditor edited categories instructors reload /> }
            }
        />
        <AddInstructorDialog taught changed=reload />
        <DeleteCourseDialog />
    }
}

#[component]
fn CourseEditor(
    edited: EditedCourse,
    categories: Vec<CategoryRow>,
    instructors: Vec<InstructorRow>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let EditedCourse { course, own, .. } = edited.clone();
    let taught = course.id;
    let may_edit = use_may(Action::EditCourses);
    view! {
        <CourseHead course=course.clone() />
        <RestoredCourseNotice />
        {(!own)
            .then(|| {
                view! {
                    <p class="notice mb-4">
                        "This course was created outside your branch and can be edited only there."
                    </p>
                }
            })}
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <section class="panel" aria-label="Units">
                <Units course own reload />
            </section>
            <div class="grid gap-6">
                <section class="panel p-6" aria-label="Info">
                    <h2 class="panel-title mb-4">"Info"</h2>
                    <fieldset class="contents" disabled=!own>
                        <InfoForm edited categories reload />
                    </fieldset>
                </section>
                <InstructorsPanel taught rows=instructors own changed=reload />
                {move || (own && may_edit.get()).then(|| view! { <DeletionPanel course=taught /> })}
            </div>
        </div>
    }
}

#[component]
fn InfoForm(
    edited: EditedCourse,
    categories: Vec<CategoryRow>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let action = ServerMutation::<UpdateCourse>::new();
    on_success(action, move |_| {
        toast("Saved.");
        reload.update(|times| *times += 1);
    });
    let EditedCourse {
        course, currency, ..
    } = edited;
    view! {
        <Form action>
            <input type="hidden" name="course" value=course.id.to_string() />
            <VersionField version=course.version.clone() />
            <EditableFields by=Action::EditCourses>
                <CourseFields course=course categories currency />
            </EditableFields>
        </Form>
    }
}
