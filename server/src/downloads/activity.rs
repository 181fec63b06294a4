//! The activity log as a file.
use super::{csv_in_pages, may};
use crate::AppState;
use app::server::Caller;
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use domain::{
    activity::{ActivityFilter, ActivityRow},
    policy::Action,
};
use futures::stream;

/// The maximum number of lines in one file; a filter gives access to older ones.
const MAX_LINES: usize = 100_000;

/// The activity log, newest first, read from the database while the client receives it.
pub async fn activity(
    State(portal): State<AppState>,
    Extension(caller): Extension<Caller>,
    Query(filter): Query<ActivityFilter>,
) -> Response {
    let scope = match may(&caller, Action::ViewActivity) {
        Ok(scope) => scope,
        Err(refusal) => return refusal.into_response(),
    };
    let db = portal.db;
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
    csv_in_pages("activity.csv", ACTIVITY_HEAD, pages, activity_line)
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
