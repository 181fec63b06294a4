use crate::AppError;
use domain::{
    branches::{Destination, GroupMove, UserMove},
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// What moving the user would change, and whether he has rights of an administrator, which end
/// where his branch does.
#[server(input = Json)]
pub async fn preview_user_move(
    user: UserId,
    to: Destination,
) -> Result<(UserMove, bool), AppError> {
    use domain::permissions::Role;
    let cx = crate::server::authorize_move(domain::policy::Action::EditUsers, user.into()).await?;
    let preview = db::branches::user_move(cx.db(), user, to.branch()).await?;
    let found = db::users::get(cx.db(), user).await?;
    let permissions = db::user_types::permissions(cx.db(), found.user_type).await?;
    Ok((
        preview,
        Role::of(&permissions).contains(&Role::Administrator),
    ))
}

/// **Move**; `back` is the page without the question.
#[server]
pub async fn move_user(
    user: UserId,
    to: Destination,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_move(domain::policy::Action::EditUsers, user.into()).await?;
    cx.ensure_may_edit(user).await?;
    db::branches::move_user(cx.db(), &cx.audit(), user, to.branch()).await?;
    // He, and the groups that he left and joined.
    cx.tell(domain::events::ChangeEvent::Resync).await;
    crate::server::redirect_to(&back);
    Ok(())
}

/// What moving the group would change, and what becomes of the access of who leaves.
#[server(input = Json)]
pub async fn preview_group_move(
    group: GroupId,
    to: Destination,
) -> Result<(GroupMove, RemovalPolicy), AppError> {
    let cx =
        crate::server::authorize_move(domain::policy::Action::EditGroups, group.into()).await?;
    let preview = db::branches::group_move(cx.db(), group, to.branch()).await?;
    Ok((
        preview,
        db::groups::get(cx.db(), group).await?.removal_policy,
    ))
}

/// **Move**; `back` is the page without the question.
#[server]
pub async fn move_group(
    group: GroupId,
    to: Destination,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_move(domain::policy::Action::EditGroups, group.into()).await?;
    let moved = db::branches::move_group(cx.db(), &cx.audit(), group, to.branch()).await;
    // There is no field to say it beside.
    moved.map_err(|error| match error {
        db::Error::Taken(db::Taken::GroupName) => AppError::Conflict(
            "A group there has this name already. Rename one of them, then move this.".into(),
        )
        .with_status(),
        error => error.into(),
    })?;
    // Whoever left it, too.
    cx.tell(domain::events::ChangeEvent::Resync).await;
    crate::server::redirect_to(&back);
    Ok(())
}
