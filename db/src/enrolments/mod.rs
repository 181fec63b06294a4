//! The set-based statements that add and remove a group's enrolments, shared by **Synchronize**,
//! mass actions, joining, and the two tabs.
//!
//! Locks are taken in one order, so that writers wait for each other and never deadlock: users
//! by id, then groups by id. (On SQLite there is one writer and nothing to lock.)
mod counters;
pub mod direct_enrolments;
pub(crate) mod enrolment_sources;
mod restore;
mod sets;
mod statements;
#[cfg(test)]
mod tests;

pub(crate) use counters::{
    adjust_counters, drift_of, recompute_drift, recount_groups_of, remove_user_from_counters,
};
pub(crate) use restore::{
    Archived, delete_archived, restore, restore_group_enrolments, restore_kept, restore_members,
};
pub(crate) use sets::{ChangeStamp, CourseSet, MemberSet};
pub(crate) use statements::{
    add_members, archive_and_delete, assign, convert_to_kept, remove_members, withdraw,
};

use crate::{
    Error, Txn,
    base::{
        locks::{lock_group, lock_user},
        sql::Sql,
    },
};
use domain::{
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, UserId},
    time::Timestamp,
};
use sea_orm::EntityTrait;

/// Adds the membership and enrols the user in all the group's courses right away, regardless of
/// the group's enrolment policy: for joining by key or as default group. `via` says how (`key`,
/// `default`). Returns false, and does nothing, for a member. An inactive user becomes a member
/// without enrolments.
///
/// Logs nothing: only the caller knows what the activity line should say.
pub(crate) async fn join_and_enrol(
    txn: &Txn,
    group: GroupId,
    user: UserId,
    via: &str,
    at: Timestamp,
) -> Result<bool, Error> {
    lock_user(txn, user).await?;
    lock_group(txn, group).await?;
    add(
        txn,
        group,
        &[user.0],
        via,
        ChangeStamp::at(at),
        Some(CourseSet::All),
    )
    .await
    .map(|added| added > 0)
}

/// Adds those of the users who are not members yet, enrols them in these `courses` and adjusts
/// the counters; returns how many were added. The caller holds the locks.
pub(crate) async fn add(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    via: &str,
    stamp: ChangeStamp,
    courses: Option<CourseSet>,
) -> Result<u64, Error> {
    let eligible_non_members = statements::eligible_non_members(txn, group, users).await?;
    let added = add_members(txn, group, &eligible_non_members, via, stamp).await?;
    if let (Some(courses), true) = (courses, added > 0) {
        assign(
            txn,
            group,
            MemberSet::Users(&eligible_non_members),
            courses,
            stamp,
        )
        .await?;
    }
    // New members had no part in the drift before, so all they lack now is added.
    let drift = drift_of(txn, group, &eligible_non_members).await?;
    adjust_counters(txn, group, added.cast_signed(), 0, drift).await?;
    Ok(added)
}

/// The course's name.
pub(crate) async fn course_name(txn: &Txn, course: CourseId) -> Result<String, Error> {
    use crate::base::entities::course;
    let row = course::Entity::find_by_id(course.0).one(txn).await?;
    Ok(row.ok_or(Error::NotFound)?.name)
}

/// **Synchronize**: enrols active members in the courses they lack and adjusts the counters;
/// returns how many enrolments were added. The caller holds the locks.
pub(crate) async fn synchronize(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let given = assign(txn, group, MemberSet::Users(users), CourseSet::All, stamp).await?;
    adjust_counters(txn, group, 0, 0, -given.cast_signed()).await?;
    Ok(given)
}

/// Removes these members' enrolments through the group and adjusts the counters; returns how
/// many were removed. The caller holds the locks.
pub(crate) async fn unassign(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let before = drift_of(txn, group, users).await?;
    let taken = withdraw(txn, group, MemberSet::Users(users), None, stamp).await?;
    let after = drift_of(txn, group, users).await?;
    adjust_counters(txn, group, 0, 0, after - before).await?;
    Ok(taken)
}

/// Removes members and adjusts the counters; their enrolments through the group follow `policy`.
/// Returns how many members were removed. The caller holds the locks.
pub(crate) async fn remove(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    policy: RemovalPolicy,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let before = drift_of(txn, group, users).await?;
    apply_removal_policy(txn, group, MemberSet::Users(users), None, policy, stamp).await?;
    let removed = remove_members(txn, group, users, stamp).await?;
    adjust_counters(txn, group, -removed.cast_signed(), 0, -before).await?;
    Ok(removed)
}

/// Removes a member from a group in the trash, and keeps its counters right.
pub(crate) async fn remove_from_trashed_group(
    txn: &Txn,
    group: GroupId,
    user: UserId,
) -> Result<(), Error> {
    let left = Sql::new(txn)
        .add(
            "DELETE FROM group_members WHERE group_id = ? AND user_id = ?",
            [group.0.into(), user.0.into()],
        )
        .execute(txn)
        .await?;
    // The drift is recalculated when the group is restored.
    adjust_counters(txn, group, -left.cast_signed(), 0, 0).await
}

/// Applies `policy` to the enrolments through the group; the counters stay as they are. Returns
/// how many enrolments it affected.
pub(crate) async fn apply_removal_policy(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    policy: RemovalPolicy,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    match policy {
        RemovalPolicy::KeepAccess => convert_to_kept(txn, group, who, course, stamp).await,
        RemovalPolicy::WithdrawAccess => withdraw(txn, group, who, course, stamp).await,
    }
}
