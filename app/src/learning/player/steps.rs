//! What is below a unit: back, on, and completing it.
use super::{
    notices::{NoSuchUnit, why_empty},
    walk::Walk,
};
use crate::{
    AppError,
    learning::{SetUnitCompleted, Way},
    ui::{Form, HiddenIds, Icon, ServerMutation, Submit, Svg, on_success},
};
use domain::{
    courses::{CoursePlace, LearnerCourse, MyCourse, OutlineUnit, after, before, place_of},
    ids::UnitId,
    messages::enrolments::explain,
};
use leptos::prelude::*;

#[component]
pub fn Steps(walk: Walk, found: LearnerCourse) -> impl IntoView {
    let action = ServerMutation::<SetUnitCompleted>::new();
    let reload = move || walk.reload.update(|times| *times += 1);
    on_success(action, move |()| reload());
    // Then the course, or the unit, is no longer the learner's to complete.
    Effect::new(move || {
        if matches!(action.value(), Some(Err(AppError::NotFound))) {
            reload();
        }
    });
    if let Some(notice) = why_empty(walk.way, &found) {
        return view! {
            {notice}
            <About course=found.course />
        }
        .into_any();
    }
    let course = found.course.clone();
    let bar = move || {
        let found = found.clone();
        let unit = walk.unit.get();
        match unit.filter(|unit| place_of(&found.units, *unit).is_some()) {
            Some(unit) => view! { <Bar walk units=found.units unit action /> }.into_any(),
            None => view! { <NoSuchUnit walk found /> }.into_any(),
        }
    };
    view! {
        {bar}
        <About course />
    }
    .into_any()
}

#[component]
fn Bar(
    walk: Walk,
    units: Vec<OutlineUnit>,
    unit: UnitId,
    action: ServerMutation<SetUnitCompleted>,
) -> impl IntoView {
    let address = move |place| walk.way.address(walk.course.get_untracked(), place);
    let back = before(&units, unit).map(|unit| address(CoursePlace::Unit(unit)));
    let next = after(&units, unit);
    let place = place_of(&units, unit).unwrap_or_default();
    let acts = if walk.way == Way::Preview {
        let label = match next {
            CoursePlace::Unit(_) => "Next",
            _ => "Back to the editor",
        };
        view! { <On href=address(next) label main=true /> }.into_any()
    } else if units[place].completed {
        let label = match next {
            CoursePlace::Unit(_) => "Next",
            _ => "Finish",
        };
        view! {
            <Completed walk unit action />
            <On href=address(next) label main=true />
        }
        .into_any()
    } else {
        let skip = matches!(next, CoursePlace::Unit(_));
        view! {
            {skip.then(|| view! { <On href=address(next) label="Next" main=false /> })}
            <Complete walk unit action />
        }
        .into_any()
    };
    view! {
        <div class="steps no-print">
            {back
                .map(|href| {
                    view! {
                        <a class="btn" href=href>
                            <Svg icon=Icon::Left />
                            "Previous"
                        </a>
                    }
                })} <div class="ml-auto flex flex-wrap items-center justify-end gap-2">{acts}</div>
        </div>
    }
}

/// The link to what follows.
#[component]
fn On(href: String, label: &'static str, main: bool) -> impl IntoView {
    let class = if main { "btn btn-primary" } else { "btn" };
    view! {
        <a class=class href=href>
            {label}
            <Svg icon=Icon::Right />
        </a>
    }
}

#[component]
fn Complete(walk: Walk, unit: UnitId, action: ServerMutation<SetUnitCompleted>) -> impl IntoView {
    view! {
        <Form action id="complete" class="flex">
            <HiddenIds ids=ids(walk, unit) />
            <input type="hidden" name="completed" value="true" />
            <input type="hidden" name="proceed" value="true" />
            <Submit label="Complete and continue" icon=Icon::Check />
        </Form>
    }
}

/// Says that the unit is completed, and takes it back.
#[component]
fn Completed(walk: Walk, unit: UnitId, action: ServerMutation<SetUnitCompleted>) -> impl IntoView {
    view! {
        <p class="flex items-center gap-1 text-sm font-medium text-success">
            <Svg icon=Icon::Check />
            "Completed"
        </p>
        <Form action id="take-back" class="flex">
            <HiddenIds ids=ids(walk, unit) />
            <input type="hidden" name="completed" value="false" />
            <Submit label="Mark as not completed" class="btn btn-ghost btn-sm" />
        </Form>
    }
}

fn ids(walk: Walk, unit: UnitId) -> crate::ui::Ids {
    let course = walk.course.get_untracked();
    vec![("course", course.to_string()), ("unit", unit.to_string())]
}

/// What the course is about, and why the learner has it.
#[component]
fn About(course: MyCourse) -> impl IntoView {
    let why = (!course.why.is_empty()).then(|| explain(&course.why));
    view! {
        <section aria-label="About this course" class="grid gap-2 border-t border-base-300 pt-4 text-sm">
            <p class="muted max-w-prose whitespace-pre-line">{course.description}</p>
            {why.map(|why| view! { <p class="muted wrap-anywhere">{why}</p> })}
        </section>
    }
}
