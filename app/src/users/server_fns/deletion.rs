use crate::AppError;
use domain::{ids::UserId, users::UserDeletion};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns what would be deleted together with the user.
#[server(input = Json)]
pub async fn preview_user_deletion(user: UserId) -> Result<UserDeletion, AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    Ok(db::users::deletion_preview(cx.db(), user).await?)
}

/// Deletes the user permanently, and redirects to the list.
#[server]
pub async fn delete_user(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::users::delete(cx.db(), &cx.audit(), user).await?;
    // Signs out the user's pages, and updates the counters of all their groups.
    leptos_axum::redirect("/users");
    Ok(())
}
