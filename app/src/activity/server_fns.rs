use crate::AppError;
use domain::{
    activity::{ActivityFilter, ActivityRow, SubjectNames},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns one page of the log, and the names of the filter's group, user and course.
#[server(input = Json)]
pub async fn list_activity(
    filter: ActivityFilter,
    cursor: Option<String>,
) -> Result<(Page<ActivityRow>, SubjectNames), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ViewActivity).await?;
    for target in db::access_scope::targets_of(&filter) {
        cx.ensure_in_scope(target).await?;
    }
    let cursor = cursor.map(domain::page::Cursor);
    let page = db::activity::list(cx.db(), cx.scope, &filter, cursor.as_ref()).await?;
    Ok((page, db::activity::subjects(cx.db(), &filter).await?))
}
