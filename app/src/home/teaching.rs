//! The home of the role Instructor: the courses and groups that the actor teaches.
use super::{head::HomeHead, tile::Tile};
use crate::{
    changes::use_changes,
    instructors::get_teaching,
    session::{use_me, use_visible},
    ui::{EmptyState, Icon, ResourceView, ServerResource},
};
use domain::{events::ChangeEvent, instructors, numbers::count, policy::Action};
use leptos::prelude::*;

#[component]
pub fn InstructorHome() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes =
        use_changes(move |event| matches!(event, ChangeEvent::User(user) if Some(user) == me));
    let teaching = ServerResource::new(move || changes.get(), |_| get_teaching());
    view! {
        <HomeHead />
        <ResourceView of=teaching view=move |teaching| view! { <TaughtTiles teaching /> } />
    }
}

#[component]
fn TaughtTiles(teaching: instructors::TaughtCounts) -> impl IntoView {
    let instructors::TaughtCounts { courses, groups } = teaching;
    let taught = |what: &str, number: i64, noun: &str| match number {
        0 => format!("You don’t teach any {what} yet."),
        _ => format!("You teach {}.", count(number, noun)),
    };
    view! {
        <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <Tile
                icon=Icon::Book
                title="Courses"
                text=taught("courses", courses, "course")
                href="/courses"
                see=Action::ListCourses
                add=("Add course", "/courses/new", Action::EditCourses)
            />
            <Tile
                icon=Icon::Group
                title="Groups"
                text=taught("groups", groups, "group")
                href="/groups"
                see=Action::ListGroups
                add=("Add Group", "/groups/new", Action::EditGroups)
            />
        </ul>
        {(courses + groups == 0).then(|| view! { <NothingYet /> })}
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
