use super::{CreateCourse, fields::CourseFields, get_currency, list_categories};
use crate::ui::{
    Breadcrumb, Form, FormFoot, RequirePermission, ResourceView, ServerMutation, ServerResource,
    TokenField,
};
use domain::{courses::CategoryRow, money::Currency, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewCoursePage() -> impl IntoView {
    view! {
        <Title text="Add course" />
        <RequirePermission action=Action::EditCourses>
            <NewCourse />
        </RequirePermission>
    }
}

#[component]
fn NewCourse() -> impl IntoView {
    let choices = ServerResource::new(
        || (),
        |()| async { Ok((list_categories().await?, get_currency().await?)) },
    );
    view! {
        <div class="form-page">
            <Breadcrumb href="/courses" list="Courses" here="Add course" />
            <h1 class="page-title mb-6">"Add course"</h1>
            <ResourceView
                of=choices
                view=move |(categories, currency)| view! { <NewCourseForm categories currency /> }
            />
        </div>
    }
}

#[component]
fn NewCourseForm(categories: Vec<CategoryRow>, currency: Currency) -> impl IntoView {
    let action = ServerMutation::<CreateCourse>::new();
    view! {
        <section class="panel p-6" aria-label="Add course">
            <Form action>
                <TokenField />

                <CourseFields categories currency />
                <FormFoot label="Add course" cancel="/courses" />
            </Form>
        </section>
    }
}
