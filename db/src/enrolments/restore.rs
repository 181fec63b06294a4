//! Restores archived rows that are still valid: the user and the course exist, and a group's own
//! enrolments are for its members and its courses.
use super::{ChangeStamp, MemberSet, statements::merge_kept};
use crate::{Error, Txn, base::sql::Sql};
use domain::ids::GroupId;

/// Which archived rows to restore.
#[derive(Clone, Copy)]
pub(crate) enum Archived<'a> {
    /// Those that were removed when the group went to the trash.
    Trashed,
    /// Those of these users that the mass action removed.
    RemovedBy { action: i64, users: &'a [i64] },
}

/// Restores the group's own enrolments and deletes them from the archive; the counters stay as
/// they are.
pub(crate) async fn restore(
    txn: &Txn,
    group: GroupId,
    rows: Archived<'_>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let restored = restore_group_enrolments(txn, group, rows, stamp).await?;
    delete_archived(txn, group, rows).await?;
    Ok(restored)
}

/// Restores the group's own enrolments, and removes the *kept* ones that they had become.
pub(crate) async fn restore_group_enrolments(
    txn: &Txn,
    group: GroupId,
    rows: Archived<'_>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let restored = inserting(txn, group, rows)
        .text(
            " AND a.source = 'group' AND EXISTS (SELECT 1 FROM group_members m \
             WHERE m.group_id = a.group_id AND m.user_id = a.user_id) \
             AND EXISTS (SELECT 1 FROM group_courses c \
             WHERE c.group_id = a.group_id AND c.course_id = a.course_id) \
             ON CONFLICT DO NOTHING",
        )
        .execute(txn)
        .await?;
    let who = match rows {
        Archived::Trashed => MemberSet::All,
        Archived::RemovedBy { users, .. } => MemberSet::Users(users),
    };
    merge_kept(txn, group, who, None, stamp).await?;
    Ok(restored)
}

/// Restores *kept* enrolments where the group's own one does not exist.
pub(crate) async fn restore_kept(
    txn: &Txn,
    group: GroupId,
    rows: Archived<'_>,
) -> Result<u64, Error> {
    inserting(txn, group, rows)
        .text(
            " AND a.source = 'kept' AND EXISTS (SELECT 1 FROM users u WHERE u.id = a.user_id) \
             AND EXISTS (SELECT 1 FROM courses c WHERE c.id = a.course_id) \
             AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = a.group_id \
             AND e.user_id = a.user_id AND e.course_id = a.course_id AND e.source = 'group') \
             ON CONFLICT DO NOTHING",
        )
        .execute(txn)
        .await
}

/// Restores memberships as they were and deletes them from the archive; the counters stay as
/// they are. Returns how many were restored.
pub(crate) async fn restore_members(
    txn: &Txn,
    group: GroupId,
    action: i64,
    users: &[i64],
) -> Result<u64, Error> {
    let these = |sql: Sql| {
        sql.add(
            " WHERE a.group_id = ? AND a.removed_by = ? AND a.user_id IN ",
            [group.0.into(), action.into()],
        )
        .ids(users)
    };
    let insert = Sql::new(txn).text(
        "INSERT INTO group_members (group_id, user_id, via, added_at, mass_action_id) \
         SELECT a.group_id, a.user_id, a.via, a.added_at, a.mass_action_id FROM member_archive a",
    );
    let restored = these(insert)
        .text(
            " AND EXISTS (SELECT 1 FROM users u JOIN groups g ON g.id = a.group_id \
             WHERE u.id = a.user_id AND (g.branch_id IS NULL OR g.branch_id = u.branch_id)) \
             ON CONFLICT DO NOTHING",
        )
        .execute(txn)
        .await?;
    these(Sql::new(txn).text("DELETE FROM member_archive AS a"))
        .execute(txn)
        .await?;
    Ok(restored)
}

/// Deletes archived enrolments that were restored, or no longer can be.
pub(crate) async fn delete_archived(
    txn: &Txn,
    group: GroupId,
    rows: Archived<'_>,
) -> Result<(), Error> {
    these(
        Sql::new(txn).text("DELETE FROM enrolment_archive AS a"),
        group,
        rows,
    )
    .execute(txn)
    .await?;
    Ok(())
}

fn inserting(txn: &Txn, group: GroupId, rows: Archived<'_>) -> Sql {
    let insert = Sql::new(txn).text(
        "INSERT INTO enrolments (user_id, course_id, source, group_id, mass_action_id, created_at) \
         SELECT a.user_id, a.course_id, a.source, a.group_id, a.mass_action_id, a.created_at \
         FROM enrolment_archive a",
    );
    these(insert, group, rows)
}

fn these(sql: Sql, group: GroupId, rows: Archived<'_>) -> Sql {
    let sql = sql.add(" WHERE a.group_id = ?", [group.0.into()]);
    match rows {
        Archived::Trashed => sql.text(" AND a.trashed"),
        Archived::RemovedBy { action, users } => sql
            .add(" AND a.removed_by = ? AND a.user_id IN ", [action.into()])
            .ids(users),
    }
}
