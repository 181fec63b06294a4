use super::list_trash;
use crate::{
    courses::RestoreCourse,
    groups::RestoreGroup,
    session::use_may,
    ui::{
        Breadcrumb, EmptyState, Form, Icon, LocalTime, MutationHandle, ResourceView,
        ServerMutation, ServerResource, Submit, on_success, toast,
    },
};
use domain::{
    courses::TrashedCourse,
    groups::TrashedGroup,
    numbers::count,
    policy::Action,
    time::Timestamp,
    trash::{TRASH_DAYS, Trash},
};
use leptos::prelude::*;
use leptos_meta::Title;

const OF_GROUPS: &str = "Restoring brings back members, courses, keys, and the enrolments the group gave, and makes a \
     default group the default again. ";
const OF_COURSES: &str = "Restoring brings back enrolments with progress, and puts the course back into its groups and \
     branches. ";

#[component]
pub fn TrashPage() -> impl IntoView {
    let trash = ServerResource::new(|| (), |()| list_trash());
    let (href, list) = if use_may(Action::EditGroups).get_untracked() {
        ("/groups", "Groups")
    } else {
        ("/courses", "Courses")
    };
    view! {
        <Title text="Trash" />
        <Breadcrumb href list here="Trash" />
        <h1 class="page-title mb-1">"Trash"</h1>
        <p class="muted mb-4">{format!("Deleted groups and courses stay here for {TRASH_DAYS} days.")}</p>
        <section aria-label="Trash">
            <ResourceView of=trash view=move |trash| view! { <Kinds trash /> } />
        </section>
    }
}

#[component]
fn Kinds(trash: Trash) -> impl IntoView {
    let Trash { groups, courses } = trash;
    let groups = groups.map(|groups| {
        let rows = groups.into_iter().map(|group| view! { <Group group /> });
        view! { <Kind title="Groups" about=OF_GROUPS rows=rows.map(IntoAny::into_any).collect() /> }
    });
    let courses = courses.map(|courses| {
        let rows = courses
            .into_iter()
            .map(|course| view! { <Course course /> });
        view! { <Kind title="Courses" about=OF_COURSES rows=rows.map(IntoAny::into_any).collect() /> }
    });
    view! { <div class="grid gap-6">{groups} {courses}</div> }
}

/// What is in the trash of one kind.
#[component]
fn Kind(
    title: &'static str,
    /// What restoring does.
    about: &'static str,
    rows: Vec<AnyView>,
) -> impl IntoView {
    let list = if rows.is_empty() {
        view! {
            <EmptyState icon=Icon::Trash title="Nothing here">
                "Nothing to restore."
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-label=title>
            <div class="panel-head">
                <h2 class="panel-title">{title}</h2>
                <p class="muted w-full text-sm">{about}</p>
            </div>
            {list}
        </section>
    }
}

#[component]
fn Group(group: TrashedGroup) -> impl IntoView {
    let action = ServerMutation::<RestoreGroup>::new();
    on_success(action, |()| toast("Group restored."));
    let had = format!(
        "{}, {}",
        count(group.counts.members, "member"),
        count(group.counts.courses, "course")
    );
    view! {
        <Trashed action id=("group", group.id.to_string()) name=group.name had deleted_at=group.deleted_at />
    }
}

#[component]
fn Course(course: TrashedCourse) -> impl IntoView {
    let action = ServerMutation::<RestoreCourse>::new();
    on_success(action, |()| toast("Course restored."));
    let had = format!(
        "{}, {}",
        count(course.learners, "learner"),
        count(course.groups, "group")
    );
    view! {
        <Trashed
            action
            id=("course", course.id.to_string())
            name=course.name
            had
            deleted_at=course.deleted_at
        />
    }
}

#[component]
fn Trashed(
    #[prop(into)] action: MutationHandle,
    /// The field that names it, and its id.
    id: (&'static str, String),
    name: String,
    /// What it had, in numbers.
    had: String,
    deleted_at: Timestamp,
) -> impl IntoView {
    let (field, id) = id;
    view! {
        <li class="row">
            <div class="col-span-2 min-w-0">
                <p class="font-medium wrap-anywhere">{name}</p>
                <p class="muted text-sm">{had} " · deleted " <LocalTime at=deleted_at /></p>
            </div>
            <Form action id=format!("restore-{field}-{id}") class="justify-self-end">
                <input type="hidden" name=field value=id />
                <Submit label="Restore" class="btn btn-sm" icon=Icon::Undo />
            </Form>
        </li>
    }
}
