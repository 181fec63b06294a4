//! The Users tab of a group: its members, and the users who could join.
mod files;
mod leaving;
mod list;
mod rows;
mod search;

pub use files::{MemberExport, export};
pub(crate) use leaving::groups_to_leave;
pub use leaving::{leave, preview as leaving_preview};
pub use list::list;
pub use rows::get;

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, group_member::MembershipSource, user},
        locks::{lock_group, lock_user},
    },
    enrolments::{self, ChangeStamp, preview, rules},
    groups,
};
use domain::{
    activity::Activity,
    groups::{Readmission, RemovalPolicy},
    ids::{GroupId, UserId},
    members::RemovalPreview,
};
use sea_orm::{ConnectionTrait, EntityTrait};

/// Adds a user to the group; enrols them if the group's policy is *Automatically* and they are
/// active. Adding twice is harmless.
///
/// # Errors
/// [`Error::NotFound`], also for a user outside the group's branch.
pub async fn add(db: &Db, audit: &AuditContext, group: GroupId, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = lock_user(&txn, user).await?;
    let row = lock_group(&txn, group).await?;
    if !rules::may_join(&row, user_row.branch_id) {
        return Err(Error::NotFound);
    }
    let at_once = row.enrols_at_once();
    let added = enrolments::add(
        &txn,
        group,
        &[user],
        MembershipSource::Hand,
        ChangeStamp::at(audit.at),
        at_once,
    )
    .await?;
    let name = user_row.full_name();
    ActivitySubject::group(group)
        .and_user(user)
        .log_and_commit_if(added > 0, txn, audit, Activity::MemberAdded { user: name })
        .await
}

/// Returns what removing the member would affect.
///
/// # Errors
/// [`Error::NotFound`], also if the user is not a member.
pub async fn removal_preview(
    db: &Db,
    group: GroupId,
    user: UserId,
) -> Result<RemovalPreview, Error> {
    let group_row = groups::find(db.read(), group).await?;
    ensure_member(db.read(), group, user).await?;
    let user_row = user::Entity::find_by_id(user).one(db.read()).await?;
    let enrolments = preview::of_member(db, group, user).await?;
    Ok(RemovalPreview {
        name: user_row.ok_or(Error::NotFound)?.full_name(),
        group: group_row.name,
        enrolments,
        members: enrolments.min(1),
        bought: preview::bought(db, group, Some(user), None).await?,
        is_default: false,
    })
}

/// Removes a member, who can come back by key. The enrolments they have from the group follow `policy`;
/// progress is kept.
///
/// # Errors
/// [`Error::NotFound`], also if the user is not a member.
pub async fn remove(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    user: UserId,
    policy: RemovalPolicy,
) -> Result<(), Error> {
    remove_with(db, audit, group, user, policy, Readmission::ByKey).await
}

/// As [`remove`], and the member can come back as `readmission` says.
///
/// # Errors
/// As for [`remove`].
pub async fn remove_with(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    user: UserId,
    policy: RemovalPolicy,
    readmission: Readmission,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let (user_row, _) = lock_member(&txn, group, user).await?;
    let (removal, stamp) = ((policy, readmission), ChangeStamp::at(audit.at));
    withdraw(&txn, audit, group, &user_row, removal, stamp).await?;
    txn.commit().await?;
    Ok(())
}

/// Removes a member from the locked group because they leave its branch, under the group's
/// removal policy.
pub(crate) async fn remove_locked(
    txn: &Txn,
    audit: &AuditContext,
    group: &group::Model,
    user_row: &user::Model,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let removal = (group.removal_policy, Readmission::ByKey);
    withdraw(txn, audit, group.id, user_row, removal, stamp).await
}

async fn withdraw(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    user_row: &user::Model,
    (policy, readmission): (RemovalPolicy, Readmission),
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let user = user_row.id;
    enrolments::remove(txn, group, &[user], policy, stamp).await?;
    enrolments::set_readmission(txn, group, &[user], readmission, audit.at).await?;
    let removed = Activity::MemberRemoved {
        user: user_row.full_name(),
        policy,
        readmission: Some(readmission),
    };
    ActivitySubject::group(group)
        .and_user(user)
        .log(txn, audit, removed)
        .await
}

/// **Synchronize**: enrols the member in the group courses they lack, and removes none. Returns
/// how many.
///
/// # Errors
/// [`Error::NotFound`], also if the user is not a member or not active.
pub async fn synchronize(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    user: UserId,
) -> Result<i64, Error> {
    let txn = db.write().await?;
    let (user_row, _) = lock_member(&txn, group, user).await?;
    if !user_row.active {
        return Err(Error::NotFound);
    }
    let stamp = ChangeStamp::at(audit.at);
    let courses = enrolments::synchronize(&txn, group, &[user], stamp).await?;
    let courses = courses.cast_signed();
    let synchronized = Activity::MemberSynchronized {
        user: user_row.full_name(),
        courses,
    };
    ActivitySubject::group(group)
        .and_user(user)
        .log_and_commit_if(courses > 0, txn, audit, synchronized)
        .await?;
    Ok(courses)
}

/// Removes the enrolments that the group gave this member; returns how many.
///
/// # Errors
/// [`Error::NotFound`], also if the user is not a member.
pub async fn unassign(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    user: UserId,
) -> Result<i64, Error> {
    let txn = db.write().await?;
    let (user_row, _) = lock_member(&txn, group, user).await?;
    let stamp = ChangeStamp::at(audit.at);
    let courses = enrolments::unassign(&txn, group, &[user], stamp).await?;
    let courses = courses.cast_signed();
    let unassigned = Activity::MemberUnassigned {
        user: user_row.full_name(),
        courses,
    };
    ActivitySubject::group(group)
        .and_user(user)
        .log_and_commit_if(courses > 0, txn, audit, unassigned)
        .await?;
    Ok(courses)
}

async fn lock_member(
    txn: &Txn,
    group: GroupId,
    user: UserId,
) -> Result<(user::Model, group::Model), Error> {
    let user_row = lock_user(txn, user).await?;
    let group_row = lock_group(txn, group).await?;
    ensure_member(txn, group, user).await?;
    Ok((user_row, group_row))
}

async fn ensure_member(
    connection: &impl ConnectionTrait,
    group: GroupId,
    user: UserId,
) -> Result<(), Error> {
    if enrolments::is_member(connection, group, user).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
