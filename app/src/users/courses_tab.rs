//! The user's courses with the reasons for each, and the courses to add.
use super::{
    GrantCourse, RevokeCourse, editor::use_user, list_remembered_courses, list_user_courses,
};
use crate::{
    learning::{EnrolmentReasons, RememberedCourses},
    session::use_may,
    ui::{
        AddButton, Badge, CourseHeadline, EmptyState, Form, HiddenIds, Icon, IconSubmit, Ids,
        PagedList, ResourceView, SearchBox, ServerMutation, ServerResource, Tone, keep_focus,
        on_success, toast, use_search,
    },
};
use domain::{
    courses::percent, enrolments::UserCourseRow, ids::CourseId, page::Page, policy::Action,
};
use leptos::{html, prelude::*};

#[component]
pub fn UserCoursesTab() -> impl IntoView {
    let user = use_user().id;
    let search = use_search();
    let page = ServerResource::new(
        move || (user.get(), search.get()),
        |(user, search)| list_user_courses(user, search),
    );
    let remembered = ServerResource::new(move || user.get(), list_remembered_courses);
    view! {
        <section class="panel" aria-label="Courses">
            <div class="toolbar">
                <SearchBox label="Search courses" />
            </div>
            <ResourceView of=page view=move |page| view! { <Courses page /> } />
        </section>
        <ResourceView of=remembered view=move |rows| view! { <RememberedCourses rows /> } />
    }
}

#[component]
fn Courses(page: Page<UserCourseRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Book title="No courses found">
                "No course matches. "
                <a class="link" href="/courses/new">
                    "Add a course"
                </a>
                ", then press + to enrol the user."
            </EmptyState>
        }
        .into_any();
    }
    view! { <PagedList page nouns=("course", "courses") row=move |row| view! { <CourseItem row /> } /> }
    .into_any()
}

#[component]
fn CourseItem(row: UserCourseRow) -> impl IntoView {
    let may = use_may(Action::EditUsers);
    let row = RwSignal::new(row);
    let buttons = NodeRef::<html::Div>::new();
    keep_focus(buttons, move || row.track());
    view! {
        <li class="row" class:row-member=move || row.read().enrolled()>
            <UserCourseSummary row />
            <div node_ref=buttons class="flex flex-wrap items-center justify-end gap-1">
                <Progress row />
                {move || {
                    may.get()
                        .then(|| {
                            if row.read().has_revocable() {
                                view! { <RevokeButton row /> }.into_any()
                            } else {
                                view! { <GrantButton row /> }.into_any()
                            }
                        })
                }}
            </div>
        </li>
    }
}

#[component]
fn UserCourseSummary(row: RwSignal<UserCourseRow>) -> impl IntoView {
    let UserCourseRow {
        course,
        name,
        category,
        active,
        units,
        completed_at,
        ..
    } = row.get_untracked();
    let reasons = move || {
        let row = row.read();
        let reasons = row.enrolled().then(|| row.why.clone());
        reasons.map(|reasons| view! { <EnrolmentReasons reasons /> })
    };
    view! {
        <CourseHeadline course name category active units notes=reasons.into_any()>
            {move || row.read().enrolled().then(|| view! { <Badge text="Enrolled" tone=Tone::Accent /> })}
            {completed_at.map(|_| view! { <Badge text="Completed" tone=Tone::Good /> })}
        </CourseHeadline>
    }
}

/// The user's progress, also shown when they are no longer enrolled.
#[component]
fn Progress(row: RwSignal<UserCourseRow>) -> impl IntoView {
    move || {
        let row = row.read();
        (row.enrolled() || row.completed > 0).then(|| {
            let done = percent(row.completed, row.units);
            view! { <span class="muted px-2 text-sm tabular-nums">{done} "% completed"</span> }
        })
    }
}

#[component]
fn GrantButton(row: RwSignal<UserCourseRow>) -> impl IntoView {
    let action = ServerMutation::<GrantCourse>::new();
    let UserCourseRow { course, name, .. } = row.get_untracked();
    on_success(action, move |now| {
        toast(format!("Enrolled in “{}”.", now.name));
        row.set(now);
    });
    view! {
        <Form action id=format!("give-{course}") class="contents">
            <HiddenIds ids=ids(course) />
            <AddButton label=format!("Enrol directly in {name}") />
        </Form>
    }
}

#[component]
fn RevokeButton(row: RwSignal<UserCourseRow>) -> impl IntoView {
    let action = ServerMutation::<RevokeCourse>::new();
    let UserCourseRow { course, name, .. } = row.get_untracked();
    on_success(action, move |now| {
        toast(if now.enrolled() {
            format!(
                "Direct enrolment removed. The user still has “{}” from elsewhere.",
                now.name
            )
        } else {
            format!("Removed from “{}”. Progress is kept.", now.name)
        });
        row.set(now);
    });
    view! {
        <Form action id=format!("withdraw-{course}") class="contents">
            <HiddenIds ids=ids(course) />
            <IconSubmit icon=Icon::Minus label=format!("Remove direct enrolment in {name}") />
        </Form>
    }
}

/// Whose enrolment in which course a form changes.
fn ids(course: CourseId) -> Ids {
    let user = use_user().id.get_untracked();
    vec![("user", user.to_string()), ("course", course.to_string())]
}
