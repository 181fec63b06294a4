//! The activity log as a file.
use super::csv_in_pages;
use app::server::{Gate, Refusal};
use axum::{extract::Query, response::Response};
use domain::{
    activity::{ActivityFilter, ActivityRow},
    policy::Action,
};
use futures::stream;

/// The maximum number of lines in one file; a filter gives access to older ones.
const MAX_LINES: usize = 100_000;

/// The activity log, newest first, read from the database while the client receives it.
pub async fn activity(
    gate: Gate,
    Query(filter): Query<ActivityFilter>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ViewActivity)?;
    let (db, scope) = (cx.db().clone(), cx.scope);
    let pages = stream::try_unfold((None, 0), move |(before, sent)| {
        let db = db.clone();
        async move {
            if sent >= MAX_LINES {
                return Ok(None);
            }
            let page = db::activity::export(&db, scope, &filter, before).await?;
            let next = page.last().map(|line| (Some(line.id), sent + page.len()));
            Ok(next.map(|next| (page, next)))
        }
    });
    csv_in_pages("activity.csv", ACTIVITY_HEAD, pages, activity_line).await
}

const ACTIVITY_HEAD: [&str; 7] = [
    "When (UTC)",
    "Who",
    "What",
    "Group",
    "User",
    "Course",
    "Address",
];

fn activity_line(line: ActivityRow) -> [String; 7] {
    let names = line.names;
    [
        line.at.input_value(),
        line.actor,
        line.sentence,
        names.group.unwrap_or_default(),
        names.user.unwrap_or_default(),
        names.course.unwrap_or_default(),
        line.address,
    ]
}
