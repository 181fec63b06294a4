//! A course unit by unit: the outline beside it, and the steps below. The outline follows changes; the open unit stays
//! as it is, so that nothing is lost that is being read or watched.
mod head;
mod notices;
mod outline;
mod outside;
mod steps;
mod unit;
mod video;
mod walk;

use self::{
    head::{PlayerHead, PreviewStrip},
    notices::AccessEnded,
    outline::Outline,
    steps::Steps,
    unit::UnitArticle,
    walk::Walk,
};
use super::{OpenUnit, Way};
use crate::{
    AppError,
    ui::{ErrorNotice, ErrorPage, ResourceResultView, ServerResource},
};
use domain::{
    courses::LearnerCourse,
    ids::{CourseId, UnitId},
};
use leptos::prelude::*;

#[component]
pub fn Player(course: Memo<CourseId>, unit: Signal<Option<UnitId>>, way: Way) -> impl IntoView {
    let walk = Walk {
        course,
        unit,
        way,
        reload: RwSignal::new(0),
        ended: RwSignal::new(false),
    };
    let (outline, opened) = (walk.load_outline(), walk.load_unit());
    let before = StoredValue::new(None);
    view! {
        {(way == Way::Preview).then(|| view! { <PreviewStrip course /> })}
        <Top walk outline />
        <Show when=move || !walk.ended.get()>
            <div class="player">
                <ResourceResultView
                    of=outline
                    view=move |found| found.ok().map(|found| view! { <Outline walk units=found.units /> })
                />
                <div class="grid min-w-0 content-start gap-8">
                    <ResourceResultView
                        of=opened
                        view=move |opened| {
                            view! { <Opened opened before /> }
                        }
                    />
                    <ResourceResultView
                        of=outline
                        view=move |found| found.ok().map(|found| view! { <Steps walk found /> })
                    />
                </div>
            </div>
        </Show>
    }
}

/// The head of the course, or why there is none.
#[component]
fn Top(walk: Walk, outline: ServerResource<LearnerCourse>) -> impl IntoView {
    let seen = StoredValue::new(None);
    view! {
        <ResourceResultView
            of=outline
            view=move |found| match found {
                Ok(found) => {
                    seen.set_value(Some(found.course.id));
                    view! { <PlayerHead walk course=found.course /> }.into_any()
                }
                Err(AppError::NotFound) if seen.get_value() == Some(walk.course.get_untracked()) => {
                    view! { <AccessEnded walk /> }.into_any()
                }
                Err(error) => view! { <ErrorPage error /> }.into_any(),
            }
        />
    }
}

/// The open unit. What is wrong with the course as a whole is said above.
#[component]
fn Opened(
    opened: Result<Option<OpenUnit>, AppError>,
    /// The unit that was open before.
    before: StoredValue<Option<UnitId>>,
) -> impl IntoView {
    match opened {
        Ok(Some(unit)) => {
            let moved = before.get_value().is_some_and(|earlier| earlier != unit.id);
            before.set_value(Some(unit.id));
            view! { <UnitArticle unit moved /> }.into_any()
        }
        Ok(None) | Err(AppError::NotFound | AppError::Forbidden | AppError::SignedOut) => {
            ().into_any()
        }
        Err(error) => view! { <ErrorNotice error /> }.into_any(),
    }
}
