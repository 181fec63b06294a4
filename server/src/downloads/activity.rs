//! The activity log as a file.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
};
use app::server::{Gate, Refusal};
use axum::{extract::Query, response::Response};
use domain::{
    activity::{ActivityFilter, ActivityRow},
    policy::Action,
};
use futures::stream;

/// All lines of the log that match the filter, newest first.
pub async fn activity(
    gate: Gate,
    Query(filter): Query<ActivityFilter>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ViewActivity)?;
    let file = ListFile::new(FileName::new("activity"), "Activity", asked, &cx);
    let (db, scope) = (cx.db().clone(), cx.scope);
    let pages = stream::try_unfold(None, move |last| {
        let db = db.clone();
        async move {
            let page = db::activity::export(&db, scope, &filter, last).await?;
            let last = page.last().map(|line| (line.at, line.id));
            Ok(last.map(|last| (page, Some(last))))
        }
    });
    file.send(&HEAD, pages, cells).await
}

const HEAD: [&str; 7] = [
    "When (UTC)",
    "Who",
    "What",
    "Group",
    "User",
    "Course",
    "Address",
];

fn cells(line: ActivityRow) -> Vec<String> {
    let names = line.names;
    vec![
        line.at.input_value(),
        line.actor,
        line.sentence,
        names.group.unwrap_or_default(),
        names.user.unwrap_or_default(),
        names.course.unwrap_or_default(),
        line.address,
    ]
}
