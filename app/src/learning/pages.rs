//! The addresses of a course: where opening it leads, a unit of it, and its preview.
use super::{Way, find_course_place, player::Player, preview_course};
use crate::ui::{ResourceView, ServerResource, route_id};
use domain::{
    courses::CoursePlace,
    ids::{CourseId, UnitId},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

/// `/courses/{id}`: leads to where the learner stopped, or to the preview.
#[component]
pub fn CoursePage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let place = ServerResource::new(move || id.get(), find_course_place);
    view! {
        <ResourceView
            of=place
            view=move |place| {
                view! { <Arrival course=id place way=Way::Learning /> }
            }
        />
    }
}

/// `/courses/{id}/preview`: leads to the first unit.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let course = ServerResource::new(move || id.get(), preview_course);
    view! {
        <ResourceView
            of=course
            view=move |found| {
                let place = domain::courses::resume(&found.units);
                view! { <Arrival course=id place way=Way::Preview /> }
            }
        />
    }
}

/// Goes to the place; a course without units is shown at once.
#[component]
fn Arrival(course: Memo<CourseId>, place: CoursePlace, way: Way) -> impl IntoView {
    if place == CoursePlace::NoUnit {
        return view! { <Player course unit=Signal::stored(None) way /> }.into_any();
    }
    // Back leads to the page before, not here again.
    let options = NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    };
    view! { <Redirect path=way.address(course.get_untracked(), place) options /> }.into_any()
}

/// `/courses/{id}/units/{unit}`
#[component]
pub fn UnitPage() -> impl IntoView {
    view! { <OpenedUnit way=Way::Learning /> }
}

/// `/courses/{id}/preview/{unit}`
#[component]
pub fn PreviewUnitPage() -> impl IntoView {
    view! { <OpenedUnit way=Way::Preview /> }
}

#[component]
fn OpenedUnit(way: Way) -> impl IntoView {
    let (course, unit) = (route_id("id", CourseId), route_id("unit", UnitId));
    view! { <Player course unit=Signal::derive(move || Some(unit.get())) way /> }
}
