use crate::AppError;
use domain::{
    courses::{LearnerHome, MyCourse, MyGroup},
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, UnitId},
    members::RemovalPreview,
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
    /// Sanitized HTML that the server rendered from Markdown when the text was saved.
    Html(String),
    Link(String),
    Video(String),
    /// A text that is on a page of its own, as the course is long.
    LeftOut,
}

/// Returns the actor's courses, or those of this group of theirs.
#[server(input = Json)]
pub async fn list_my_courses(
    #[server(default)] group: Option<GroupId>,
) -> Result<LearnerHome, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let (courses, group) = db::learning::my_courses_of(cx.db(), cx.actor.id, group).await?;
    Ok(LearnerHome {
        courses,
        group,
        remembered: db::learning::remembered_courses(cx.db(), cx.actor.id).await?,
    })
}

#[server(input = Json)]
pub async fn list_my_groups() -> Result<Vec<MyGroup>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    Ok(db::learning::my_groups(cx.db(), cx.actor.id).await?)
}

/// Returns what leaving the group would change.
#[server(input = Json)]
pub async fn preview_leaving(group: GroupId) -> Result<(RemovalPreview, RemovalPolicy), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    Ok(db::members::leaving_preview(cx.db(), cx.actor.id, group).await?)
}

/// **Leave**: takes the learner out of the group.
#[server]
pub async fn leave_group(group: GroupId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    db::members::leave(cx.db(), &cx.audit(), cx.actor.id, group).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// Returns the course with its texts; of a long one, those from the unit `from` on.
#[server(input = Json)]
pub async fn get_my_course(
    course: CourseId,
    #[server(default)] from: Option<UnitId>,
) -> Result<CourseView, AppError> {
    use crate::server::unit_texts;
    use domain::courses::UnitKind;
    let cx = crate::server::authorize(domain::policy::Action::Learn).await?;
    let (db, me, version) = (cx.db(), cx.actor.id, unit_texts::VERSION);
    let found = db::learning::course_from(db, me, course, version, from).await?;
    let hosts = db::settings::picture_hosts(db).await?;
    let mut units = Vec::with_capacity(found.units.len());
    for unit in found.units {
        let body = match (unit.kind, unit.html) {
            _ if unit.left_out => UnitBody::LeftOut,
            (UnitKind::Text, Some(html)) => UnitBody::Html(unit_texts::for_readers(&html, &hosts)),
            (UnitKind::Text, None) => {
                let html = unit_texts::html_of(unit.id, unit.content).await?;
                UnitBody::Html(unit_texts::for_readers(&html, &hosts))
            }
            (UnitKind::Link, _) => UnitBody::Link(unit.content),
            (UnitKind::Video, _) => UnitBody::Video(unit.content),
        };
        units.push(UnitView {
            id: unit.id,
            name: unit.name,
            completed: unit.completed,
            body,
        });
    }
    Ok(CourseView {
        course: found.course,
        units,
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
