//! A course as it is taken, and as those who manage it preview it.
use crate::AppError;
use domain::{
    courses::{CoursePlace, LearnerCourse, MyCourse, VideoSource},
    ids::{CourseId, UnitId},
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// A unit, ready for display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenUnit {
    pub id: UnitId,
    pub name: String,
    /// The name of its course.
    pub course: String,
    pub body: UnitBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitBody {
    /// Sanitized HTML that the server rendered from Markdown when the text was saved.
    Html(String),
    Link(String),
    Video(VideoSource),
}

/// Returns where opening the course leads the actor: who has it goes on where they stopped, others who manage it get
/// its preview.
#[server(input = Json)]
pub async fn find_course_place(course: CourseId) -> Result<CoursePlace, AppError> {
    use domain::policy::Action;
    let cx = crate::server::authorize(Action::BeSignedIn).await?;
    if cx.actor.may(Action::Learn) {
        match db::learning::course(cx.db(), cx.actor.id, course).await {
            Ok(found) => return Ok(domain::courses::resume(&found.units)),
            Err(db::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        if !cx.actor.may(Action::ListCourses) {
            return Err(AppError::NotFound.with_status());
        }
    }
    let cx = crate::server::authorize_on(Action::ListCourses, [course.into()]).await?;
    // In the whole portal the gate does not ask whether it exists.
    db::learning::preview(cx.db(), course).await?;
    Ok(CoursePlace::Preview)
}

/// Returns one of the learner's courses with its outline.
#[server(input = Json)]
pub async fn get_my_course(course: CourseId) -> Result<LearnerCourse, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    Ok(db::learning::course(cx.db(), cx.actor.id, course).await?)
}

/// Returns a unit of one of the learner's courses; `None` if the course does not have it, or is not active.
#[server(input = Json)]
pub async fn get_my_unit(course: CourseId, unit: UnitId) -> Result<Option<OpenUnit>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let mine = db::learning::my_course(cx.db(), cx.actor.id, course).await?;
    if !mine.active {
        return Ok(None);
    }
    crate::server::unit_texts::open(cx.db(), course, unit).await
}

/// Returns a course as its learners see it, for those who manage it. Nothing is recorded.
#[server(input = Json)]
pub async fn preview_course(course: CourseId) -> Result<LearnerCourse, AppError> {
    let action = domain::policy::Action::ListCourses;
    let cx = crate::server::authorize_on(action, [course.into()]).await?;
    Ok(db::learning::preview(cx.db(), course).await?)
}

/// As [`get_my_unit`], for those who manage the course, active or not.
#[server(input = Json)]
pub async fn preview_unit(course: CourseId, unit: UnitId) -> Result<Option<OpenUnit>, AppError> {
    let action = domain::policy::Action::ListCourses;
    let cx = crate::server::authorize_on(action, [course.into()]).await?;
    crate::server::unit_texts::open(cx.db(), course, unit).await
}

/// Returns a course for the page after its last unit, and those that come next.
#[server(input = Json)]
pub async fn get_course_end(course: CourseId) -> Result<(LearnerCourse, Vec<MyCourse>), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let mine = db::learning::course(cx.db(), cx.actor.id, course).await?;
    let next = db::learning::next_courses(cx.db(), cx.actor.id, course).await?;
    Ok((mine, next))
}

/// Marks a unit as completed or not completed; with `proceed`, goes on to what follows it.
#[server]
pub async fn set_unit_completed(
    course: CourseId,
    unit: UnitId,
    completed: bool,
    #[server(default)] proceed: bool,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let me = cx.actor.id;
    db::learning::set_unit(cx.db(), me, course, unit, completed, db::now()).await?;
    if proceed {
        let mine = db::learning::course(cx.db(), me, course).await?;
        let place = domain::courses::after_completing(&mine.units, unit);
        let way = crate::learning::Way::Learning;
        leptos_axum::redirect(&way.address(course, place));
    }
    Ok(())
}
