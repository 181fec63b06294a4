use crate::AppError;
use domain::{
    ids::UserId,
    instructors::{InstructorRow, Teachable, TeachingOverview},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the instructors of a course or a group.
#[server(input = Json)]
pub async fn list_instructors(taught: Teachable) -> Result<Vec<InstructorRow>, AppError> {
    let cx = crate::server::authorize_view(taught).await?;
    Ok(db::instructors::list(cx.db(), taught).await?)
}

/// Returns the users who match `text` and can be added as instructors.
#[server(input = Json)]
pub async fn find_instructors(
    taught: Teachable,
    text: String,
) -> Result<Vec<InstructorRow>, AppError> {
    let cx = crate::server::authorize_assign_instructors(taught).await?;
    Ok(db::instructors::find_candidates(cx.db(), taught, cx.scope.branch, &text).await?)
}

#[server]
pub async fn add_instructor(taught: Teachable, user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_assign_instructors(taught).await?;
    cx.ensure_in_scope(user).await?;
    db::instructors::add(cx.db(), &cx.audit(), taught, user).await?;
    Ok(())
}

#[server]
pub async fn remove_instructor(taught: Teachable, user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_assign_instructors(taught).await?;
    db::instructors::remove(cx.db(), &cx.audit(), taught, user).await?;
    Ok(())
}

/// Returns the courses and groups that the actor teaches, and how far their learners are.
#[server(input = Json)]
pub async fn get_teaching() -> Result<TeachingOverview, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let own = domain::access_scope::AccessScope {
        branch: cx.scope.branch,
        instructor: Some(cx.actor.id),
    };
    Ok(db::learning::teaching::overview(cx.db(), own).await?)
}
