//! What a learner asks the server.
mod player;

pub use player::*;

use crate::AppError;
use domain::{
    courses::{LearnerHome, MyGroup},
    groups::RemovalPolicy,
    ids::GroupId,
    members::RemovalPreview,
};
use leptos::{prelude::*, server_fn::codec::Json};

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
