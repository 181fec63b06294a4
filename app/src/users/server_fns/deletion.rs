use crate::AppError;
use domain::{ids::UserId, users::UserDeletion};
use leptos::{prelude::*, server_fn::codec::Json};

/// What deleting the user would take along.
#[server(input = Json)]
pub async fn preview_user_deletion(user: UserId) -> Result<UserDeletion, AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    Ok(db::users::deletion_preview(cx.db(), user).await?)
}

/// Deletes the user for good, and lands on the list.
#[server]
pub async fn delete_user(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::users::delete(cx.db(), &cx.audit(), user).await?;
    // His own pages end, and the numbers of all his groups are others.
    cx.tell(domain::events::ChangeEvent::Resync).await;
    leptos_axum::redirect("/users");
    Ok(())
}
