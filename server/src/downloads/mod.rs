//! Files that are generated on request.
mod activity;
mod qr_code;
mod users;

pub use activity::activity;
pub use qr_code::qr_code;
pub use users::users;

use crate::AppState;
use app::server::Caller;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    access_scope::AccessScope,
    ids::{GroupId, MassActionId, UserId},
    policy::Action,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};

/// The users skipped by a mass action, with the reasons.
pub async fn skipped(
    State(portal): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path((group, action)): Path<(i64, i64)>,
) -> Response {
    if let Err(refusal) = finds(&portal, &caller, Action::ListGroups, GroupId(group)).await {
        return refusal;
    }
    match db::mass_actions::skipped(&portal.db, GroupId(group), MassActionId(action)).await {
        Ok(rows) => {
            let mut file = head_line(["Login", "Name", "Reason"]);
            let rows = rows.into_iter();
            file.extend(lines(
                rows.map(|(login, name, reason)| [login, name, reason]),
            ));
            csv_file("skipped.csv", file)
        }
        Err(error) => failed(error),
    }
}

/// All members, read from the database while the client receives them.
pub async fn members(
    State(portal): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(group): Path<i64>,
) -> Response {
    if let Err(refusal) = finds(&portal, &caller, Action::ListGroups, GroupId(group)).await {
        return refusal;
    }
    let (db, group) = (portal.db, GroupId(group));
    let name = match db::groups::get(&db, group).await {
        Ok(found) => file_name(&found.name),
        Err(error) => return failed(error),
    };
    let pages = stream::try_unfold(UserId(0), move |after| {
        let db = db.clone();
        async move {
            let page = db::members::export(&db, group, after).await?;
            let last = page.last().map(|member| member.user);
            Ok(last.map(|last| (page, last)))
        }
    });
    csv_in_pages(&name, MEMBER_HEAD, pages, member_line)
}

const MEMBER_HEAD: [&str; 9] = [
    "Login",
    "E-mail",
    "First name",
    "Last name",
    "User type",
    "Active",
    "Member since",
    "Enrolled",
    "Courses",
];

fn member_line(member: db::members::MemberExport) -> [String; 9] {
    let active = if member.active { "yes" } else { "no" };
    [
        member.login,
        member.email,
        member.first_name,
        member.last_name,
        member.user_type,
        active.to_owned(),
        member.added_at.input_value(),
        member.enrolled.to_string(),
        member.courses.to_string(),
    ]
}

/// Returns the scope of the action if the caller has the permission: users can download the lists
/// they can view.
fn may(caller: &Caller, action: Action) -> Result<AccessScope, StatusCode> {
    match &caller.actor {
        None => Err(StatusCode::UNAUTHORIZED),
        Some(actor) if !actor.may(action) => Err(StatusCode::FORBIDDEN),
        Some(actor) => Ok(actor.scope(action)),
    }
}

/// As [`may`], for one group: a group outside the scope is not found.
async fn finds(
    portal: &AppState,
    caller: &Caller,
    action: Action,
    group: GroupId,
) -> Result<(), Response> {
    let scope = may(caller, action).map_err(IntoResponse::into_response)?;
    match db::access_scope::contains(&portal.db, scope, group.into()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(StatusCode::NOT_FOUND.into_response()),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: db::Error) -> Response {
    if matches!(error, db::Error::NotFound) {
        return StatusCode::NOT_FOUND.into_response();
    }
    tracing::error!(%error, "download failed");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Returns a file name that file systems and headers accept, made from the group's name.
fn file_name(group: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = group.chars().take(60).map(plain).collect();
    format!("{}-members.csv", name.trim_matches('-'))
}

/// Returns a file whose pages are read from the database while the client receives them.
fn csv_in_pages<Row: 'static, const N: usize>(
    name: &str,
    head: [&str; N],
    pages: impl Stream<Item = Result<Vec<Row>, db::Error>> + Send + 'static,
    line: fn(Row) -> [String; N],
) -> Response {
    let head = head_line(head);
    let head = stream::once(async { Ok(head) });
    let body = pages.map_ok(move |page| lines(page.into_iter().map(line)));
    csv_file(name, Body::from_stream(head.chain(body)))
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

/// Lines of CSV. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
fn lines<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Cannot fail: every row has the same length, and the target is memory.
        let _ = writer.write_record(row.map(escape_formula));
    }
    writer.into_inner().unwrap_or_default()
}

fn escape_formula(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::escape_formula;

    #[test]
    fn formulas_become_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(
                escape_formula(formula.into()).starts_with('\''),
                "{formula:?}"
            );
        }
        assert_eq!(escape_formula("Ana".into()), "Ana");
    }
}
