//! The home of the role Instructor: the courses and groups that the actor teaches, and how far their learners are.
use super::head::HomeHead;
use crate::{
    changes::use_changes,
    instructors::get_teaching,
    session::{use_me, use_visible},
    ui::{Badge, EmptyState, Icon, ResourceView, ServerResource, Svg},
};
use domain::{
    events::{ChangeEvent, ListKind},
    instructors::{TaughtCounts, TaughtCourse, TaughtGroup, TeachingOverview},
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn InstructorHome() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_changes(move |event| match event {
        ChangeEvent::User(user) => Some(user) == me,
        ChangeEvent::Group(_) | ChangeEvent::Course(_) => true,
        ChangeEvent::List(list) => list == ListKind::Learners,
        _ => false,
    });
    let teaching = ServerResource::new(move || changes.get(), |_| get_teaching());
    view! {
        <HomeHead />
        <ResourceView of=teaching view=move |teaching| view! { <Taught teaching /> } />
    }
}

#[component]
fn Taught(teaching: TeachingOverview) -> impl IntoView {
    let TeachingOverview {
        counts: TaughtCounts { courses, groups },
        ..
    } = teaching;
    let of_groups = Part {
        title: "Groups",
        noun: "group",
        number: groups,
        href: "/groups",
        add: ("Add Group", "/groups/new"),
    };
    let of_courses = Part {
        title: "Courses",
        noun: "course",
        number: courses,
        href: "/courses",
        add: ("Add course", "/courses/new"),
    };
    let group_rows: Vec<_> = teaching
        .groups
        .into_iter()
        .map(|group| view! { <GroupItem group /> }.into_any())
        .collect();
    let course_rows: Vec<_> = teaching
        .courses
        .into_iter()
        .map(|course| view! { <CourseItem course /> }.into_any())
        .collect();
    view! {
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <TaughtPanel
                part=of_groups
                see=use_visible(Action::ListGroups)
                edit=use_visible(Action::EditGroups)
                rows=group_rows
            />
            <TaughtPanel
                part=of_courses
                see=use_visible(Action::ListCourses)
                edit=use_visible(Action::EditCourses)
                rows=course_rows
            />
        </div>
        {(courses + groups == 0).then(|| view! { <NothingYet /> })}
    }
}

/// Groups or courses.
#[derive(Clone, Copy)]
struct Part {
    title: &'static str,
    noun: &'static str,
    number: i64,
    href: &'static str,
    /// The label and address of the button that adds one.
    add: (&'static str, &'static str),
}

impl Part {
    fn sentence(self) -> String {
        match self.number {
            0 => format!("You don’t teach any {}s yet.", self.noun),
            number => format!("You teach {}.", count(number, self.noun)),
        }
    }
}

#[component]
fn TaughtPanel(
    part: Part,
    see: Signal<bool>,
    edit: Signal<bool>,
    rows: Vec<AnyView>,
) -> impl IntoView {
    let (label, add) = part.add;
    see.get_untracked().then(|| {
        view! {
            <section class="panel" aria-label=part.title>
                <div class="panel-head">
                    <div>
                        <h2 class="panel-title">
                            <a class="link-quiet" href=part.href>
                                {part.title}
                            </a>
                        </h2>
                        <p class="muted text-sm">{part.sentence()}</p>
                    </div>
                    <Show when=move || edit.get()>
                        <a class="btn btn-sm" href=add>
                            <Svg icon=Icon::Plus />
                            {label}
                        </a>
                    </Show>
                </div>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn GroupItem(group: TaughtGroup) -> impl IntoView {
    let rate = group.rate();
    let details = format!(
        "{} · {}",
        count(group.members, "member"),
        count(group.courses, "course")
    );
    view! {
        <li class="row-link relative grid gap-2 px-6 py-3">
            <p>
                <a class="link-row stretched wrap-anywhere" href=format!("/groups/{}/users", group.id)>
                    {group.name.clone()}
                </a>
            </p>
            <Rate rate name=group.name details />
        </li>
    }
}

#[component]
fn CourseItem(course: TaughtCourse) -> impl IntoView {
    let rate = course.rate();
    let details = course.learners.map_or_else(
        || "Many learners".to_owned(),
        |learners| count(learners, "learner"),
    );
    view! {
        <li class="row-link relative grid gap-2 px-6 py-3">
            <p class="flex flex-wrap items-center gap-2">
                <a class="link-row stretched wrap-anywhere" href=format!("/courses/{}/learners", course.id)>
                    {course.name.clone()}
                </a>
                {(!course.active).then(|| view! { <Badge text="Inactive" /> })}
            </p>
            <Rate rate name=course.name details />
        </li>
    }
}

/// What is completed of all that can be, in per cent.
#[component]
fn Rate(rate: Option<i64>, name: String, details: String) -> impl IntoView {
    let said = rate.map(|rate| format!("{rate} % completed"));
    let bar = rate.map(|rate| {
        view! {
            <progress
                class="progress progress-primary"
                value=rate.to_string()
                max="100"
                aria-label=format!("Completed in {name}")
            ></progress>
        }
    });
    view! {
        {bar}
        <p class="muted flex flex-wrap justify-between gap-x-3 text-sm">
            <span>{details}</span>
            <span class="tabular-nums">{said}</span>
        </p>
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    let (adds_courses, adds_groups) = (
        use_visible(Action::EditCourses),
        use_visible(Action::EditGroups),
    );
    view! {
        <div class="panel mt-6">
            <EmptyState icon=Icon::Book title="Nothing to teach yet">
                "Courses and groups appear here when an administrator adds you as an instructor. "
                {move || {
                    (adds_courses.get() || adds_groups.get()).then_some("You also teach what you create.")
                }}
            </EmptyState>
        </div>
    }
}
