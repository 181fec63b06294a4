use crate::{
    changes::use_changes,
    learning::{OpenUnit, Way, get_my_course, get_my_unit, preview_course, preview_unit},
    session::use_me,
    ui::ServerResource,
};
use domain::{
    courses::LearnerCourse,
    events::ChangeEvent,
    ids::{CourseId, UnitId},
};
use leptos::prelude::*;

/// What the parts of the player share.
#[derive(Clone, Copy)]
pub struct Walk {
    pub course: Memo<CourseId>,
    pub unit: Signal<Option<UnitId>>,
    pub way: Way,
    /// Counts what this page changed itself.
    pub reload: RwSignal<u32>,
    /// Whether the course is no longer the learner's.
    pub ended: RwSignal<bool>,
}

impl Walk {
    pub fn load_outline(self) -> ServerResource<LearnerCourse> {
        let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
        let changes = use_changes(move |event| match event {
            ChangeEvent::Course(course) => course == self.course.get_untracked(),
            ChangeEvent::User(user) => Some(user) == me,
            _ => false,
        });
        let question = move || (self.course.get(), self.reload.get(), changes.get());
        ServerResource::new(question, move |(course, ..)| async move {
            match self.way {
                Way::Learning => get_my_course(course).await,
                Way::Preview => preview_course(course).await,
            }
        })
    }

    pub fn load_unit(self) -> ServerResource<Option<OpenUnit>> {
        let question = move || (self.course.get(), self.unit.get());
        ServerResource::new(question, move |(course, unit)| async move {
            match (unit, self.way) {
                (None, _) => Ok(None),
                (Some(unit), Way::Learning) => get_my_unit(course, unit).await,
                (Some(unit), Way::Preview) => preview_unit(course, unit).await,
            }
        })
    }
}
