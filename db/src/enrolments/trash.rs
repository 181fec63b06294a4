//! What the trash does to the enrolments and counters of its groups. The drift of a group in the
//! trash is wrong until the group is restored. The caller holds the locks.
use super::{
    ChangeStamp, MemberSet,
    counters::{adjust_counters, recompute_drift},
    group::apply_removal_policy,
    restore::{Archived, delete_archived, restore_group_enrolments},
    rows,
};
use crate::{Error, Txn, base::sql::Sql};
use domain::{
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
    time::Timestamp,
};

/// Ends the group's enrolments under `policy` because it goes to the trash.
pub(crate) async fn end_enrolments(
    txn: &Txn,
    group: GroupId,
    policy: RemovalPolicy,
    at: Timestamp,
) -> Result<(), Error> {
    let stamp = ChangeStamp {
        trashed: true,
        ..ChangeStamp::at(at)
    };
    apply_removal_policy(txn, group, MemberSet::All, None, policy, stamp).await?;
    Ok(())
}

/// Restores the enrolments that ended when the group went to the trash.
pub(crate) async fn restore(txn: &Txn, group: GroupId, at: Timestamp) -> Result<(), Error> {
    restore_group_enrolments(txn, group, Archived::Trashed, ChangeStamp::at(at)).await?;
    delete_archived(txn, group, Archived::Trashed).await?;
    recompute_drift(txn, group).await
}

/// Makes kept enrolments direct and empties the archives, before the group is deleted permanently.
pub(crate) async fn purge(txn: &Txn, group: GroupId) -> Result<(), Error> {
    rows::copy_kept_as_direct(txn, group).await?;
    let of_group = |sql: Sql| sql.add(" WHERE a.group_id = ?", [group.into()]);
    rows::delete_archived(txn, of_group).await?;
    rows::delete_archived_members(txn, of_group).await
}

/// Removes a member from a group in the trash.
pub(crate) async fn remove_member(txn: &Txn, group: GroupId, user: UserId) -> Result<(), Error> {
    let left = rows::delete_member(txn, group, user).await?;
    adjust_counters(txn, group, -left.cast_signed(), 0, 0).await
}

/// Counts that courses were removed from a group in the trash.
pub(crate) async fn count_removed_courses(
    txn: &Txn,
    group: GroupId,
    courses: u64,
) -> Result<(), Error> {
    adjust_counters(txn, group, 0, -courses.cast_signed(), 0).await
}

/// Removes a user who was never active, and who left all other groups, from the counters of
/// groups in the trash, before the user is deleted.
pub(crate) async fn remove_pending_user(txn: &Txn, user: UserId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "UPDATE groups SET member_count = member_count - 1 WHERE id IN \
             (SELECT group_id FROM group_members WHERE user_id = ?)",
            [user.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}
