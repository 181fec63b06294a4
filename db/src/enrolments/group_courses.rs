//! What adding and removing a group's course does to the members' enrolments and the counters. The
//! caller has added or removed the course's row, and holds the locks.
use super::{
    ChangeStamp, CourseSet, MemberSet,
    counters::{adjust_counters, recompute_drift},
    group::{apply_removal_policy, assign},
};
use crate::{Error, Txn};
use domain::{
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
};

/// Counts the course, in which active members are enrolled if the group `enrols` right away.
pub(crate) async fn add_course(
    txn: &Txn,
    group: GroupId,
    course: CourseId,
    enrols: bool,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    adjust_counters(txn, group, 0, 1, 0).await?;
    if enrols {
        assign(txn, group, MemberSet::All, CourseSet::One(course), stamp).await?;
    }
    recompute_drift(txn, group).await
}

/// Applies `policy` to the enrolments in the course through the group, and counts the course no
/// longer.
pub(crate) async fn remove_course(
    txn: &Txn,
    group: GroupId,
    course: CourseId,
    policy: RemovalPolicy,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    apply_removal_policy(txn, group, MemberSet::All, Some(course), policy, stamp).await?;
    adjust_counters(txn, group, 0, -1, 0).await?;
    recompute_drift(txn, group).await
}
