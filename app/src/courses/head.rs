//! The heading of both tabs of a course's editor.
use crate::{
    session::use_may,
    ui::{AddedStrip, Badge, Breadcrumb, Icon, NextStep, Svg, Tabs, use_added},
};
use domain::{courses::CourseDetails, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CourseHead(course: CourseDetails) -> impl IntoView {
    let CourseDetails {
        id, name, active, ..
    } = course;
    let may_view = use_may(Action::ViewActivity);
    let (added, told) = (use_added(), Signal::stored(name.clone()));
    view! {
        <Title text=name.clone() />
        <Breadcrumb href="/courses" list="Courses" here=name.clone() />
        <div class="page-head mb-4">
            <h1 class="page-title wrap-anywhere">{name}</h1>
            {(!active).then(|| view! { <Badge text="Inactive" /> })}
            <a class="btn btn-sm ml-auto" href=format!("/courses/{id}/preview")>
                <Svg icon=Icon::Play />
                "Preview"
            </a>
            {move || {
                may_view
                    .get()
                    .then(|| {
                        view! {
                            <a class="link text-sm" href=format!("/activity?course={id}")>
                                "Course activity"
                            </a>
                        }
                    })
            }}
        </div>
        <Tabs
            label="Course"
            of=Signal::stored(format!("/courses/{id}"))
            parts=vec![("edit", "Course", Action::ListCourses), ("learners", "Learners", Action::ListCourses)]
        />
        {move || {
            added.get().then(|| view! { <AddedStrip what="Course added." name=told steps=next_steps() /> })
        }}
    }
}

/// What can be done after **Add course**; its units are added below.
fn next_steps() -> Signal<Vec<NextStep>> {
    Signal::stored(vec![
        (
            "/groups".to_owned(),
            "Put it into a group",
            Action::ListGroups,
        ),
        (
            "/courses/new".to_owned(),
            "Add another course",
            Action::EditCourses,
        ),
    ])
}
