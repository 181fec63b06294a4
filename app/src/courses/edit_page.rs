use super::{UpdateCourse, fields::CourseFields, get_course, list_categories, units::Units};
use crate::{
    session::use_may,
    ui::{Act, Badge, Breadcrumb, Editable, Form, follow, loaded, route_id, toast},
};
use domain::{
    courses::{CategoryRow, CourseDetails},
    ids::CourseId,
    money::Currency,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CourseEditorPage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let reload = RwSignal::new(0);
    let course = Resource::new_blocking(
        move || (id.get(), reload.get()),
        |(course, _)| async move {
            let (course, currency, may) = get_course(course).await?;
            Ok((course, currency, may, list_categories().await?))
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                loaded(course.await, move |(course, currency, may, categories)| {
                    view! { <CourseEditor course currency may categories reload/> }
                })
            })}
        </Transition>
    }
}

#[component]
fn CourseEditor(
    course: CourseDetails,
    currency: Currency,
    may: bool,
    categories: Vec<CategoryRow>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let of_another = use_may(Action::EditCourses).get_untracked() && !may;
    let (id, name) = (course.id, course.name.clone());
    let may_view = use_may(Action::ViewActivity);
    view! {
        <Title text=name.clone()/>
        <Breadcrumb href="/courses" list="Courses" here=name.clone()/>
        <div class="mb-6 flex flex-wrap items-center gap-3">
            <h1 class="page-title wrap-anywhere">{name}</h1>
            {(!course.active).then(|| view! { <Badge text="Inactive"/> })}
            {move || may_view.get().then(|| view! { <a class="link ml-auto text-sm" href=format!("/activity?course={id}")>"Activity of this course"</a> })}
        </div>
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <section class="panel" aria-label="Units"><Units course=course.clone() may reload/></section>
            <section class="panel p-6" aria-label="Info">
                <h2 class="mb-4 font-semibold">"Info"</h2>
                {of_another.then(|| view! {
                    <p class="notice mb-5">"This course was added outside your branch. It is changed where it was added."</p>
                })}
                <fieldset class="contents" disabled=!may><InfoForm course currency categories reload/></fieldset>
            </section>
        </div>
    }
}

#[component]
fn InfoForm(
    course: CourseDetails,
    currency: Currency,
    categories: Vec<CategoryRow>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let action = Act::<UpdateCourse>::new();
    follow(action, move |_| {
        toast("Saved.");
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action>
            <input type="hidden" name="course" value=course.id.to_string()/>
            <input type="hidden" name="version" value=course.version.to_string()/>
            <Editable by=Action::EditCourses><CourseFields course=course categories currency/></Editable>
        </Form>
    }
}
