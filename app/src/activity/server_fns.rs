use crate::AppError;
use domain::{activity::ActivityFilter, timeline::Timeline};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns one page of the log.
#[server(input = Json)]
pub async fn list_activity(
    filter: ActivityFilter,
    cursor: Option<String>,
) -> Result<Timeline, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ViewActivity).await?;
    for target in db::access_scope::targets_of(&filter) {
        cx.ensure_in_scope(target).await?;
    }
    let cursor = cursor.map(domain::page::Cursor);
    Ok(db::activity::timeline(cx.db(), cx.scope, &filter, cursor.as_ref(), db::now()).await?)
}
