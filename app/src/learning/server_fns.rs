use crate::AppError;
use domain::{
    courses::{MyCourse, MyGroup},
    ids::{CourseId, UnitId},
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// A course with its units, ready for display.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseView {
    pub course: MyCourse,
    pub units: Vec<UnitView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    pub id: UnitId,
    pub name: String,
    pub completed: bool,
    pub body: UnitBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitBody {
    /// Sanitized HTML that the server renders from Markdown.
    Html(String),
    Link(String),
    Video(String),
}

#[server(input = Json)]
pub async fn list_my_courses() -> Result<Vec<MyCourse>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    Ok(db::learning::my_courses(cx.db(), cx.actor.id).await?)
}

#[server(input = Json)]
pub async fn list_my_groups() -> Result<Vec<MyGroup>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    Ok(db::learning::my_groups(cx.db(), cx.actor.id).await?)
}

#[server(input = Json)]
pub async fn get_my_course(course: CourseId) -> Result<CourseView, AppError> {
    use domain::courses::UnitContent;
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let found = db::learning::course(cx.db(), cx.actor.id, course).await?;
    let units = found.units.into_iter().map(|unit| UnitView {
        id: unit.id,
        name: unit.name,
        completed: unit.completed,
        body: match unit.content {
            UnitContent::Text(text) => UnitBody::Html(crate::markdown::to_html(text.as_str())),
            UnitContent::Link(address) => UnitBody::Link(address.into()),
            UnitContent::Video(address) => UnitBody::Video(address.into()),
        },
    });
    Ok(CourseView {
        course: found.course,
        units: units.collect(),
    })
}

/// Marks a unit as completed or not completed.
#[server]
pub async fn set_unit_completed(
    course: CourseId,
    unit: UnitId,
    completed: bool,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let me = cx.actor.id;
    db::learning::set_unit(cx.db(), me, course, unit, completed, db::now()).await?;
    Ok(())
}
