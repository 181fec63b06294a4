//! Joining and leaving groups with what they grant, and the counters: what the rest of this crate
//! calls. The caller holds the locks.
use super::{
    ChangeStamp, CourseSet, MemberSet,
    counters::{adjust_counters, drift_of},
    course_trash::set_aside_for_newcomers,
    group::{apply_removal_policy, assign, withdraw},
    rows, rules,
};
use crate::{
    Error, Txn,
    base::{
        entities::group_member::MembershipSource,
        locks::{lock_group, lock_user},
        sql::Sql,
    },
};
use domain::{
    groups::{Readmission, RemovalPolicy},
    ids::{GroupId, UserId},
    time::Timestamp,
};

/// Adds the membership and enrols the user in all the group's courses right away, regardless of
/// the group's enrolment policy: for joining by key or buying. Returns false, and does
/// nothing, for a member. An inactive user becomes a member without enrolments.
///
/// Logs nothing: only the caller knows what the activity line should say.
pub(crate) async fn join_and_enrol(
    txn: &Txn,
    group: GroupId,
    user: UserId,
    via: MembershipSource,
    at: Timestamp,
) -> Result<bool, Error> {
    lock_user(txn, user).await?;
    lock_group(txn, group).await?;
    add(
        txn,
        group,
        &[user],
        via,
        ChangeStamp::at(at),
        Some(CourseSet::All),
    )
    .await
    .map(|added| added > 0)
}

/// Adds those of the users who are not members yet, enrols them in these `courses` and adjusts
/// the counters; returns how many were added.
pub(crate) async fn add(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    via: MembershipSource,
    stamp: ChangeStamp,
    courses: Option<CourseSet>,
) -> Result<u64, Error> {
    let eligible_non_members = eligible_non_members(txn, group, users).await?;
    let added = rows::insert_members(txn, group, &eligible_non_members, via, stamp).await?;
    rows::delete_shut_outs(txn, group, &eligible_non_members).await?;
    if let (Some(courses), true) = (courses, added > 0) {
        assign(
            txn,
            group,
            MemberSet::Users(&eligible_non_members),
            courses,
            stamp,
        )
        .await?;
        set_aside_for_newcomers(txn, group, &eligible_non_members, courses, stamp).await?;
    }
    // New members had no part in the drift before, so all they lack now is added.
    let drift = drift_of(txn, group, &eligible_non_members).await?;
    adjust_counters(txn, group, added.cast_signed(), 0, drift).await?;
    Ok(added)
}

/// **Synchronize**: enrols active members in the courses they lack and adjusts the counters;
/// returns how many enrolments were added.
pub(crate) async fn synchronize(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let given = assign(txn, group, MemberSet::Users(users), CourseSet::All, stamp).await?;
    adjust_counters(txn, group, 0, 0, -given.cast_signed()).await?;
    Ok(given)
}

/// Removes these members' enrolments through the group and adjusts the counters; returns how
/// many were removed.
pub(crate) async fn unassign(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let before = drift_of(txn, group, users).await?;
    let taken = withdraw(txn, group, MemberSet::Users(users), None, stamp).await?;
    let after = drift_of(txn, group, users).await?;
    adjust_counters(txn, group, 0, 0, after - before).await?;
    Ok(taken)
}

/// Removes members and adjusts the counters; their enrolments through the group follow `policy`.
/// Returns how many members were removed.
pub(crate) async fn remove(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    policy: RemovalPolicy,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let before = drift_of(txn, group, users).await?;
    apply_removal_policy(txn, group, MemberSet::Users(users), None, policy, stamp).await?;
    let removed = rows::archive_members(txn, group, users, stamp).await?;
    adjust_counters(txn, group, -removed.cast_signed(), 0, -before).await?;
    Ok(removed)
}

/// Lets these users, who were removed, come back like that.
pub(crate) async fn set_readmission(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    readmission: Readmission,
    at: Timestamp,
) -> Result<(), Error> {
    match readmission {
        Readmission::ByKey => Ok(()),
        Readmission::ByAdministrator => rows::insert_shut_outs(txn, group, users, at).await,
    }
}

/// Returns those of the users who are not in the group and can be.
async fn eligible_non_members(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
) -> Result<Vec<UserId>, Error> {
    let may_join = rules::may_join_group_of_branch("g.branch_id", "u.branch_id");
    Sql::new(txn)
        .text("SELECT i.id FROM ")
        .ids(users)
        .add(
            &format!(
                " i CROSS JOIN users u CROSS JOIN groups g WHERE u.id = i.id AND g.id = ? \
                 AND {may_join} AND NOT {}",
                rules::is_member("g.id", "i.id")
            ),
            [group.into()],
        )
        .column(txn)
        .await
}
