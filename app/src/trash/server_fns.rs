use crate::AppError;
use domain::trash::Trash;
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns what of the trash the actor can restore.
#[server(input = Json)]
pub async fn list_trash() -> Result<Trash, AppError> {
    use domain::policy::Action;
    let cx = crate::server::authorize(Action::OpenTrash).await?;
    let mut trash = Trash::default();
    if cx.actor.may(Action::EditGroups) {
        let scope = cx.actor.scope(Action::EditGroups);
        trash.groups = Some(db::trash::list(cx.db(), scope).await?);
    }
    if cx.actor.may(Action::EditCourses) {
        let scope = cx.actor.scope(Action::EditCourses);
        trash.courses = Some(db::course_trash::list(cx.db(), scope).await?);
    }
    Ok(trash)
}
