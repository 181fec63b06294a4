//! What is said where no unit can be shown.
use super::walk::Walk;
use crate::{
    AppError, answer_with_status,
    learning::Way,
    ui::{EmptyState, Icon},
};
use domain::courses::{LearnerCourse, MyCourse, resume};
use leptos::prelude::*;
use leptos_meta::Title;

/// Takes the place of the whole player when the course is no longer the learner's.
#[component]
pub fn AccessEnded(walk: Walk) -> impl IntoView {
    Effect::new(move || walk.ended.set(true));
    view! {
        <Title text="Access ended" />
        <div class="panel" role="alert">
            <EmptyState icon=Icon::Book title="Your access to this course has ended">
                <p>"Your progress is kept. If you get the course again, you continue where you stopped."</p>
                <p class="mt-4">
                    <a class="btn btn-sm btn-primary" href="/">
                        "Home"
                    </a>
                </p>
            </EmptyState>
        </div>
    }
}

/// Why a course has no unit to show; `None` if it has some.
pub fn why_empty(way: Way, found: &LearnerCourse) -> Option<AnyView> {
    let name = found.course.name.clone();
    let (icon, title, text) = match found {
        LearnerCourse {
            course: MyCourse { active: false, .. },
            ..
        } if way == Way::Learning => (
            Icon::Book,
            "Not open now",
            "This course is inactive, so its units can’t be read. Your progress is kept.",
        ),
        LearnerCourse { units, .. } if units.is_empty() => (
            Icon::Text,
            "No units yet",
            "This course has no content yet.",
        ),
        _ => return None,
    };
    let notice = view! {
        <Title text=name />
        <div class="panel">
            <EmptyState icon title>
                {text}
            </EmptyState>
        </div>
    };
    Some(notice.into_any())
}

/// The address names no unit of the course, or one that it no longer has.
#[component]
pub fn NoSuchUnit(walk: Walk, found: LearnerCourse) -> impl IntoView {
    if walk.unit.get_untracked().is_some() {
        answer_with_status(AppError::NotFound);
    }
    let href = walk.way.address(found.course.id, resume(&found.units));
    view! {
        <div class="panel">
            <EmptyState icon=Icon::Text title="The course has changed">
                <p>"Go on with the units that it has now."</p>
                <p class="mt-4">
                    <a class="btn btn-sm btn-primary" href=href>
                        "Continue with the course"
                    </a>
                </p>
            </EmptyState>
        </div>
    }
}
