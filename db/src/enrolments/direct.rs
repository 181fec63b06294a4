//! Enrolments that belong to the user alone: granted directly, or kept after leaving a group.
use super::{ChangeStamp, course_name, rows, rules};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, locks::lock_user},
};
use domain::{
    activity::Activity,
    enrolments::EnrolmentSource,
    ids::{CourseId, MassActionId, UserId},
};

/// Enrols the user directly, even if they already have the course from elsewhere. Enrolling
/// twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn grant(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    course: CourseId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = lock_user(&txn, user).await?;
    let name = course_name(&txn, course).await?;
    let granted = Activity::EnrolmentGranted {
        user: user_row.full_name(),
        course: name,
    };
    enrol(txn, audit, user, course, audit.actor, granted).await
}

/// Removes the user's direct and kept enrolments in the course; those from groups and orders
/// stay, and so does progress.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    course: CourseId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = lock_user(&txn, user).await?;
    let name = course_name(&txn, course).await?;
    let revocable = format!(
        " WHERE e.user_id = ? AND e.course_id = ? AND {}",
        rules::revocable("e")
    );
    let taken = rows::archive_and_delete(&txn, ChangeStamp::at(audit.at), |sql| {
        sql.add(&revocable, [user.into(), course.into()])
    })
    .await?;
    let removed = Activity::EnrolmentRemoved {
        user: user_row.full_name(),
        course: name,
    };
    ActivitySubject::user(user)
        .and_course(course)
        .log_and_commit_if(taken > 0, txn, audit, removed)
        .await
}

/// Enrols users directly, where they are not; logs nothing.
pub(crate) async fn enrol_all(
    txn: &Txn,
    users: &[UserId],
    course: CourseId,
    granted_by: Option<UserId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    rows::insert_direct_of(txn, users, course, granted_by, stamp).await
}

/// Removes the direct enrolments with this mark that these users still have.
pub(crate) async fn withdraw_marked(
    txn: &Txn,
    mark: MassActionId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    rows::archive_and_delete(txn, stamp, |sql| {
        sql.add(
            &format!(
                " WHERE e.mass_action_id = ? AND {} AND e.user_id IN ",
                rules::has_source("e", EnrolmentSource::Direct)
            ),
            [mark.into()],
        )
        .ids(users)
    })
    .await
}

/// Inserts the direct enrolment, logs `activity` and commits; does nothing where it exists.
/// `granted_by` is set if someone else enrolled the user.
pub(crate) async fn enrol(
    txn: Txn,
    audit: &AuditContext,
    user: UserId,
    course: CourseId,
    granted_by: Option<UserId>,
    activity: Activity,
) -> Result<(), Error> {
    let given = rows::insert_direct(&txn, user, course, granted_by, audit.at).await?;
    ActivitySubject::user(user)
        .and_course(course)
        .log_and_commit_if(given > 0, txn, audit, activity)
        .await
}
