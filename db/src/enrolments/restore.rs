//! Restores archived rows that are still valid: the user and the course exist, and a group's own
//! enrolments are for its members and its courses.
use super::{
    ChangeStamp, MemberSet,
    counters::{adjust_counters, drift_of},
    group::{convert_to_kept, merge_kept, withdraw_added},
    rows, rules,
};
use crate::{
    Error, Txn,
    base::{entities::course::is_live, sql::Sql},
};
use domain::{
    enrolments::EnrolmentSource,
    ids::{GroupId, MassActionId, UserId},
    mass_actions::MassActionKind,
};

/// Which archived rows to restore.
#[derive(Clone, Copy)]
pub(super) enum Archived<'a> {
    /// Those that were removed when the group went to the trash.
    Trashed,
    /// Those of these users that the mass action removed.
    RemovedBy {
        action: MassActionId,
        users: &'a [UserId],
    },
}

/// Reverses what the mass action did to these users and adjusts the counters; returns how many
/// rows were restored or removed. Inactive users are included: undoing is exact. The caller holds
/// the locks.
pub(crate) async fn reverse(
    txn: &Txn,
    group: GroupId,
    (original, kind): (MassActionId, MassActionKind),
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let before = drift_of(txn, group, users).await?;
    let changes = match kind {
        MassActionKind::Assign => withdraw_added(txn, group, original, users, stamp).await?,
        MassActionKind::AddMembers => remove_added(txn, group, original, users, stamp).await?,
        MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => {
            restore_members(txn, group, original, users).await?
        }
        MassActionKind::Unassign => 0,
        _ => return Err(Error::NotUndoable),
    };
    let archived = Archived::RemovedBy {
        action: original,
        users,
    };
    let given = restore_group_enrolments(txn, group, archived, stamp).await?;
    restore_kept(txn, group, archived).await?;
    delete_archived(txn, group, archived).await?;
    let members = match kind {
        kind if kind.removal().is_some() => changes.cast_signed(),
        MassActionKind::AddMembers => -changes.cast_signed(),
        _ => 0,
    };
    let after = drift_of(txn, group, users).await?;
    adjust_counters(txn, group, members, 0, after - before).await?;
    Ok(if kind == MassActionKind::Unassign {
        given
    } else {
        changes
    })
}

/// Removes the memberships that the action added and that still exist, and its enrolments.
/// Enrolments that the group added since are not the action's: they become *kept*.
async fn remove_added(
    txn: &Txn,
    group: GroupId,
    original: MassActionId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let added: Vec<UserId> = Sql::new(txn)
        .add(
            "SELECT m.user_id FROM group_members m WHERE m.group_id = ? \
             AND m.mass_action_id = ? AND m.user_id IN ",
            [group.into(), original.into()],
        )
        .ids(users)
        .column(txn)
        .await?;
    withdraw_added(txn, group, original, &added, stamp).await?;
    convert_to_kept(txn, group, MemberSet::Users(&added), None, stamp).await?;
    rows::archive_members(txn, group, &added, stamp).await
}

/// Restores the group's own enrolments, and removes the *kept* ones that they had become.
pub(super) async fn restore_group_enrolments(
    txn: &Txn,
    group: GroupId,
    archived: Archived<'_>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let restored = rows::insert_archived(txn, |sql| {
        these(sql, group, archived).text(&format!(
            " AND {} AND {} AND EXISTS (SELECT 1 FROM group_courses c \
             WHERE c.group_id = a.group_id AND c.course_id = a.course_id)",
            rules::group_enrolment("a"),
            rules::is_member("a.group_id", "a.user_id")
        ))
    })
    .await?;
    let who = match archived {
        Archived::Trashed => MemberSet::All,
        Archived::RemovedBy { users, .. } => MemberSet::Users(users),
    };
    merge_kept(txn, group, who, None, stamp).await?;
    Ok(restored)
}

/// Restores *kept* enrolments where the group's own one does not exist.
async fn restore_kept(txn: &Txn, group: GroupId, archived: Archived<'_>) -> Result<u64, Error> {
    rows::insert_archived(txn, |sql| {
        these(sql, group, archived).text(&format!(
            " AND {} AND EXISTS (SELECT 1 FROM users u WHERE u.id = a.user_id) \
             AND EXISTS (SELECT 1 FROM courses c WHERE c.id = a.course_id AND {}) \
             AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = a.group_id \
             AND e.user_id = a.user_id AND e.course_id = a.course_id AND {})",
            rules::has_source("a", EnrolmentSource::Kept),
            is_live("c"),
            rules::group_enrolment("e")
        ))
    })
    .await
}

/// Restores memberships as they were and deletes them from the archive; returns how many were
/// restored.
async fn restore_members(
    txn: &Txn,
    group: GroupId,
    action: MassActionId,
    users: &[UserId],
) -> Result<u64, Error> {
    let these = |sql: Sql| {
        sql.add(
            " WHERE a.group_id = ? AND a.removed_by = ? AND a.user_id IN ",
            [group.into(), action.into()],
        )
        .ids(users)
    };
    let may_join = format!(
        " AND EXISTS (SELECT 1 FROM users u JOIN groups g ON g.id = a.group_id \
         WHERE u.id = a.user_id AND {})",
        rules::may_join_group_of_branch("g.branch_id", "u.branch_id")
    );
    let restored = rows::insert_archived_members(txn, |sql| these(sql).text(&may_join)).await?;
    rows::delete_archived_members(txn, these).await?;
    rows::delete_shut_outs(txn, group, users).await?;
    Ok(restored)
}

/// Deletes archived enrolments that were restored, or no longer can be. Those in courses in the trash wait
/// there.
pub(super) async fn delete_archived(
    txn: &Txn,
    group: GroupId,
    archived: Archived<'_>,
) -> Result<(), Error> {
    rows::set_archived_aside(txn, |sql| these(sql, group, archived)).await?;
    rows::delete_archived(txn, |sql| these(sql, group, archived)).await
}

fn these(sql: Sql, group: GroupId, archived: Archived<'_>) -> Sql {
    let sql = sql.add(" WHERE a.group_id = ?", [group.into()]);
    match archived {
        Archived::Trashed => sql.text(" AND a.trashed"),
        Archived::RemovedBy { action, users } => sql
            .add(" AND a.removed_by = ? AND a.user_id IN ", [action.into()])
            .ids(users),
    }
}
