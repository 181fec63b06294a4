use crate::AppError;
use domain::{
    ids::UserId,
    instructors::{InstructorRow, Taught, Teaching},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the instructors of a course or a group.
#[server(input = Json)]
pub async fn list_instructors(taught: Taught) -> Result<Vec<InstructorRow>, AppError> {
    let cx = crate::server::authorize_sight(taught).await?;
    Ok(db::instructors::list(cx.db(), taught).await?)
}

/// Returns the users who match `text` and can be added as instructors.
#[server(input = Json)]
pub async fn find_instructors(
    taught: Taught,
    text: String,
) -> Result<Vec<InstructorRow>, AppError> {
    let cx = crate::server::authorize_appointing(taught).await?;
    Ok(db::instructors::find(cx.db(), taught, cx.realm.branch, &text).await?)
}

#[server]
pub async fn add_instructor(taught: Taught, user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_appointing(taught).await?;
    cx.find(user).await?;
    db::instructors::add(cx.db(), &cx.by(), taught, user).await?;
    cx.tell_instructor(taught, user).await;
    Ok(())
}

#[server]
pub async fn remove_instructor(taught: Taught, user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_appointing(taught).await?;
    db::instructors::remove(cx.db(), &cx.by(), taught, user).await?;
    cx.tell_instructor(taught, user).await;
    Ok(())
}

/// Returns the number of courses and groups that the actor teaches.
#[server(input = Json)]
pub async fn get_teaching() -> Result<Teaching, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let own = domain::realm::Realm {
        branch: cx.realm.branch,
        instructor: Some(cx.actor.id),
    };
    Ok(db::instructors::teaching(cx.db(), own).await?)
}
