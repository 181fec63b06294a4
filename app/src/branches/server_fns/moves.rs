use crate::AppError;
use domain::{
    branches::{Destination, GroupMove, UserMove},
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns what moving the user would change, and whether they have permissions of the role
/// Administrator, which reach only as far as their branch.
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

/// **Move**; `return_to` is the page without the dialog.
#[server]
pub async fn move_user(
    user: UserId,
    to: Destination,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_move(domain::policy::Action::EditUsers, user.into()).await?;
    cx.ensure_may_edit(user).await?;
    db::branches::move_user(cx.db(), &cx.audit(), user, to.branch()).await?;
    // Concerns the user, and the groups they left and joined.
    crate::server::redirect_to(&return_to);
    Ok(())
}

/// Returns what moving the group would change, and the removal policy for members who leave.
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

/// **Move**; `return_to` is the page without the dialog.
#[server]
pub async fn move_group(
    group: GroupId,
    to: Destination,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_move(domain::policy::Action::EditGroups, group.into()).await?;
    let moved = db::branches::move_group(cx.db(), &cx.audit(), group, to.branch()).await;
    // The form has no field to show this at.
    moved.map_err(|error| match error {
        db::Error::Taken(db::Taken::GroupName) => {
            AppError::Conflict(domain::conflict::Conflict::MovedNameTaken).with_status()
        }
        error => error.into(),
    })?;
    // Concerns the members who left, too.
    crate::server::redirect_to(&return_to);
    Ok(())
}
