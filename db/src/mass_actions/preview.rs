//! What a mass action would do, counted before anything is written.
use super::{
    on_users,
    rights::Rights,
    selection::{START, SelectionQuery},
    verdicts::{self, CHANGE, add_skipped},
};
use crate::{
    AuditContext, Db, Error,
    base::{entities::group, sql::Sql},
    enrolments::rules,
    groups,
};
use domain::{
    access_scope::AccessScope,
    ids::GroupId,
    mass_actions::{MassActionKind, MassActionPreview, Selection, SkipReason, UsersAction},
};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Counted {
    users: i64,
    changes: i64,
    affected: i64,
    inactive: i64,
    other_branch: i64,
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
    // A selection of the list of users has a scope, which only `preview_on_users` knows.
    if matches!(selection, Selection::Users(_)) {
        return Err(Error::NotFound);
    }
    in_group(db, group, kind, selection, AccessScope::PORTAL).await
}

/// As [`preview`], of [`start_on_users`](super::start_on_users).
///
/// # Errors
/// [`Error::NotFound`], also if the actor may not do it.
pub async fn preview_on_users(
    db: &Db,
    audit: &AuditContext,
    asked: &UsersAction,
) -> Result<MassActionPreview, Error> {
    let rights = Rights::of(db, audit).await?;
    let is_allowed = rights.allow(db, asked.kind, asked.group()).await?;
    if !asked.is_complete() || !is_allowed {
        return Err(Error::NotFound);
    }
    match asked.group() {
        Some(group) => {
            let selection = Selection::Users(asked.selection.clone());
            in_group(db, group, asked.kind, &selection, rights.initiator.scope).await
        }
        None => on_users::preview::preview(db, &rights, asked).await,
    }
}

async fn in_group(
    db: &Db,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
    scope: AccessScope,
) -> Result<MassActionPreview, Error> {
    let group = groups::find(db.read(), group).await?;
    let (inactive, other) = (SkipReason::Inactive, SkipReason::OtherBranch);
    // For each user: the verdict, and how many rows would be added or removed.
    let sql = Sql::new(db.read()).text(&format!(
        "SELECT count(*) AS users, \
         CAST(coalesce(sum(CASE WHEN t.verdict = '{CHANGE}' THEN t.changes ELSE 0 END), 0) AS BIGINT) AS changes, \
         count(CASE WHEN t.verdict = '{CHANGE}' AND t.changes > 0 THEN 1 END) AS affected, \
         count(CASE WHEN t.verdict = '{}' THEN 1 END) AS inactive, \
         count(CASE WHEN t.verdict = '{}' THEN 1 END) AS other_branch, \
         CAST(coalesce(sum(CASE WHEN t.verdict = '{CHANGE}' THEN t.held ELSE 0 END), 0) AS BIGINT) AS enrolments \
         FROM (SELECT ",
        inactive.code(),
        other.code()
    ));
    let sql = verdicts::in_group(sql, &group, kind).text(" AS verdict, ");
    let sql = changes(sql, &group, kind)?.text(" AS changes, ");
    let sql = if kind.removal().is_some() {
        sql.add(&rules::enrolled_courses("?", "u.id"), [group.id.into()])
    } else {
        sql.text("0")
    };
    let sql = sql.text(" AS held");
    let counted: Counted = SelectionQuery::new(&group, kind, selection, scope)
        .found(sql, START)
        .text(") t")
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let reasons = [(inactive, counted.inactive), (other, counted.other_branch)];
    let mut preview = MassActionPreview {
        users: counted.users,
        changes: counted.changes,
        affected: counted.affected,
        enrolments: counted.enrolments,
        ..Default::default()
    };
    add_skipped(&mut preview, reasons);
    Ok(preview)
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
        _ => return Err(Error::NotUndoable),
    })
}
