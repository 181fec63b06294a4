//! What a mass action would do, counted before anything is written.
use super::selection::{START, SelectionQuery};
use crate::{
    Db, Error,
    base::{entities::group, sql::Sql},
    enrolments::rules,
    groups,
};
use domain::{
    ids::GroupId,
    mass_actions::{MassActionKind, MassActionPreview, Selection},
};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Counted {
    users: i64,
    changes: i64,
    affected: i64,
    skipped: i64,
    enrolments: i64,
}

/// Returns the exact numbers of what [`start`](super::start) would do now.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotUndoable`] for [`MassActionKind::Undo`], which has no
/// selection.
pub async fn preview(
    db: &Db,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<MassActionPreview, Error> {
    let group = groups::find(db.read(), group).await?;
    // For each user: active, and how many rows would be added or removed.
    let sql = Sql::new(db.read()).text(
        "SELECT count(*) AS users, CAST(coalesce(sum(CASE WHEN t.active THEN t.changes ELSE 0 END), 0) \
         AS BIGINT) AS changes, count(CASE WHEN t.active AND t.changes > 0 THEN 1 END) AS affected, \
         count(CASE WHEN t.active THEN NULL ELSE 1 END) AS skipped, \
         CAST(coalesce(sum(CASE WHEN t.active THEN t.held ELSE 0 END), 0) AS BIGINT) AS enrolments \
         FROM (SELECT u.active AS active, ",
    );
    let sql = changes(sql, &group, kind)?.text(" AS changes, ");
    let sql = if kind.removal().is_some() {
        sql.add(&rules::enrolled_courses("?", "u.id"), [group.id.into()])
    } else {
        sql.text("0")
    };
    let sql = sql.text(" AS held");
    let counted: Counted = SelectionQuery::new(&group, kind, selection)
        .found(sql, START)
        .text(") t")
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(MassActionPreview {
        users: counted.users,
        changes: counted.changes,
        affected: counted.affected,
        unchanged: counted.users - counted.skipped - counted.affected,
        skipped: counted.skipped,
        enrolments: counted.enrolments,
    })
}

/// Adds the number of rows that would be added or removed for a user `u`.
fn changes(sql: Sql, group: &group::Model, kind: MassActionKind) -> Result<Sql, Error> {
    let id = group.id;
    Ok(match kind {
        MassActionKind::Assign => sql.add(
            &rules::missing_courses("?", "?", "u.id"),
            [group.course_count.into(), id.into()],
        ),
        MassActionKind::Unassign => sql.add(&rules::enrolled_courses("?", "u.id"), [id.into()]),
        MassActionKind::AddMembers => sql.add(
            &format!(
                "CASE WHEN {} THEN 0 ELSE 1 END",
                rules::is_member("?", "u.id")
            ),
            [id.into()],
        ),
        MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => sql.text("1"),
        MassActionKind::Undo => return Err(Error::NotUndoable),
    })
}
