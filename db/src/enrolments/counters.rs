//! The counters in the groups table: each change adjusts them in its own transaction.
use super::rules;
use crate::{
    Error, Txn,
    base::{
        locks::{lock_groups_of, lock_groups_of_all},
        sql::Sql,
    },
};
use domain::ids::{GroupId, UserId};

/// The drift of the active members `m` of a group `g`.
fn drift() -> String {
    let missing_courses = rules::missing_courses("g.course_count", "m.group_id", "m.user_id");
    format!("CAST(coalesce(sum({missing_courses}), 0) AS BIGINT)")
}

/// Returns these users' part of the group's drift.
pub(super) async fn drift_of(txn: &Txn, group: GroupId, users: &[UserId]) -> Result<i64, Error> {
    Sql::new(txn)
        .text(&format!("SELECT {} FROM ", drift()))
        .ids(users)
        .add(
            " i CROSS JOIN group_members m CROSS JOIN users u CROSS JOIN groups g \
             WHERE m.group_id = ? AND m.user_id = i.id AND u.id = m.user_id AND u.active \
             AND g.id = m.group_id",
            [group.into()],
        )
        .number(txn)
        .await
}

/// Adds to the group's counters.
pub(super) async fn adjust_counters(
    txn: &Txn,
    group: GroupId,
    members: i64,
    courses: i64,
    drift: i64,
) -> Result<(), Error> {
    if (members, courses, drift) == (0, 0, 0) {
        return Ok(());
    }
    Sql::new(txn)
        .add(
            "UPDATE groups SET member_count = member_count + ?, course_count = course_count + ?, \
             drift = drift + ? WHERE id = ?",
            [members.into(), courses.into(), drift.into(), group.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Recalculates the group's drift from its members and enrolments.
pub(super) async fn recompute_drift(txn: &Txn, group: GroupId) -> Result<(), Error> {
    recounting(txn)
        .add(" WHERE id = ?", [group.into()])
        .execute(txn)
        .await?;
    Ok(())
}

/// Recalculates the drift of all the user's groups after activation or deactivation (in the same
/// transaction, after the user's row was changed).
pub(crate) async fn recount_groups_of(txn: &Txn, user: UserId) -> Result<(), Error> {
    lock_groups_of(txn, user).await?;
    recounting(txn)
        .add(
            " WHERE id IN (SELECT group_id FROM group_members WHERE user_id = ?)",
            [user.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// As [`recount_groups_of`], for many users.
pub(crate) async fn recount_groups_of_all(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    lock_groups_of_all(txn, users).await?;
    recounting(txn)
        .text(" WHERE id IN (SELECT m.group_id FROM group_members m WHERE m.user_id IN ")
        .ids(users)
        .text(")")
        .execute(txn)
        .await?;
    Ok(())
}

/// Removes users from the counters of all their groups, before they are deleted.
pub(crate) async fn remove_users_from_counters(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    lock_groups_of_all(txn, users).await?;
    Sql::new(txn)
        .text(
            "UPDATE groups AS g SET member_count = g.member_count - \
             (SELECT count(*) FROM group_members m WHERE m.group_id = g.id AND m.user_id IN ",
        )
        .ids(users)
        .text(&format!(
            "), drift = g.drift - (SELECT {} FROM group_members m CROSS JOIN users u \
             WHERE m.group_id = g.id AND u.id = m.user_id AND u.active AND m.user_id IN ",
            drift()
        ))
        .ids(users)
        .text(") WHERE id IN (SELECT m.group_id FROM group_members m WHERE m.user_id IN ")
        .ids(users)
        .text(")")
        .execute(txn)
        .await?;
    Ok(())
}

/// Removes a user from the counters of all their groups, before the user is deleted.
pub(crate) async fn remove_user_from_counters(txn: &Txn, user: UserId) -> Result<(), Error> {
    lock_groups_of(txn, user).await?;
    Sql::new(txn)
        .add(
            &format!(
                "UPDATE groups AS g SET member_count = g.member_count - 1, drift = g.drift - \
                 (SELECT {} FROM group_members m CROSS JOIN users u WHERE m.group_id = g.id \
                 AND m.user_id = ? AND u.id = m.user_id AND u.active) \
                 WHERE id IN (SELECT group_id FROM group_members WHERE user_id = ?)",
                drift()
            ),
            [user.into(), user.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Begins the statement that recalculates the drift of groups `g`; the caller adds the ` WHERE`.
pub(super) fn recounting(txn: &Txn) -> Sql {
    Sql::new(txn).text(&format!(
        "UPDATE groups AS g SET drift = (SELECT {} FROM group_members m CROSS JOIN users u \
         WHERE m.group_id = g.id AND u.id = m.user_id AND u.active)",
        drift()
    ))
}
