//! Files that are generated on request.
mod activity;
mod members;
mod qr_code;
mod users;

pub use activity::activity;
pub use members::members;
pub use qr_code::qr_code;
pub use users::users;

use app::server::{Gate, Refusal};
use axum::{
    body::Body,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    formulas,
    ids::{GroupId, MassActionId},
    policy::Action,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};

/// The users skipped by a mass action, with the reasons.
pub async fn skipped(
    gate: Gate,
    Path((group, action)): Path<(GroupId, MassActionId)>,
) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ListGroups, [group.into()])
        .await?;
    let rows = db::mass_actions::skipped(cx.db(), group, action).await?;
    let mut file = head_line(["Login", "Name", "Reason"]);
    let rows = rows.into_iter();
    file.extend(lines(rows.map(|user| [user.login, user.name, user.reason])));
    Ok(csv_file("skipped.csv", file))
}

/// Returns a file whose pages are read from the database while the client receives them. The first
/// is read before the response begins, so that a database that fails still gets its status.
async fn csv_in_pages<Row: Send + 'static, const N: usize>(
    name: &str,
    head: [&str; N],
    pages: impl Stream<Item = Result<Vec<Row>, db::Error>> + Send + 'static,
    line: fn(Row) -> [String; N],
) -> Result<Response, Refusal> {
    let mut pages = Box::pin(pages);
    let first = pages.try_next().await?.unwrap_or_default();
    let start = [head_line(head), lines(first.into_iter().map(line))].concat();
    let start = stream::once(async { Ok(start) });
    let rest = pages.map_ok(move |page| lines(page.into_iter().map(line)));
    Ok(csv_file(name, Body::from_stream(start.chain(rest))))
}

fn csv_file(name: &str, body: impl Into<Body>) -> Response {
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    let attached = (
        header::CONTENT_DISPOSITION,
        format!("attachment; filename=\"{name}\""),
    );
    ([kind, attached], body.into()).into_response()
}

/// The header line, after the byte order mark by which Excel recognises UTF-8.
fn head_line<const N: usize>(head: [&str; N]) -> Vec<u8> {
    let mark = "\u{feff}".as_bytes();
    [mark, &lines([head.map(str::to_owned)])].concat()
}

/// Lines of CSV, in which no part of a cell is a formula. The import takes the apostrophes away again.
fn lines<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Cannot fail: every row has the same length, and the target is memory.
        let _ = writer.write_record(row.map(|cell| formulas::escape(&cell)));
    }
    writer.into_inner().unwrap_or_default()
}
