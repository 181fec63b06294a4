//! Enrolments that belong to the user alone: granted directly, or kept after leaving a group.
use crate::{
    By, Db, Error, Txn,
    activity::{self, Subject},
    enrol::{self, Mark},
    sql::Sql,
    users::full_name,
};
use domain::{
    ids::{CourseId, UserId},
    time::Timestamp,
};

/// Enrols the user directly, even if they already have the course from elsewhere. Enrolling
/// twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn give(db: &Db, by: &By, user: UserId, course: CourseId) -> Result<(), Error> {
    let txn = db.write().await?;
    let person = enrol::lock_user(&txn, user).await?;
    let name = enrol::course_name(&txn, course).await?;
    if enrol(&txn, user, course, by.actor, by.at).await? {
        let detail = format!("enrolled {} directly in {name}", full_name(&person));
        log(&txn, by, "course.give", user, course, detail).await?;
    }
    Ok(txn.commit().await?)
}

/// Removes the user's direct and kept enrolments in the course; those from groups and orders
/// stay, and so does progress.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn withdraw(db: &Db, by: &By, user: UserId, course: CourseId) -> Result<(), Error> {
    let txn = db.write().await?;
    let person = enrol::lock_user(&txn, user).await?;
    let name = enrol::course_name(&txn, course).await?;
    let taken = enrol::archive_and_delete(&txn, Mark::at(by.at), |sql| {
        sql.add(
            " WHERE e.user_id = ? AND e.course_id = ? AND e.source IN ('direct', 'kept')",
            [user.0.into(), course.0.into()],
        )
    })
    .await?;
    if taken > 0 {
        let detail = format!(
            "removed the direct enrolment of {} in {name}",
            full_name(&person)
        );
        log(&txn, by, "course.withdraw", user, course, detail).await?;
    }
    Ok(txn.commit().await?)
}

/// Inserts the direct enrolment; false where it exists. `giver` is set if someone else enrolled
/// the user.
pub(crate) async fn enrol(
    txn: &Txn,
    user: UserId,
    course: CourseId,
    giver: Option<UserId>,
    at: Timestamp,
) -> Result<bool, Error> {
    let given = Sql::new(txn)
        .add(
            "INSERT INTO enrolments (user_id, course_id, source, given_by, created_at) \
             VALUES (?, ?, 'direct', ?, ?) ON CONFLICT DO NOTHING",
            [
                user.0.into(),
                course.0.into(),
                giver.map(|giver| giver.0).into(),
                at.0.into(),
            ],
        )
        .execute(txn)
        .await?;
    Ok(given > 0)
}

pub(crate) async fn log(
    txn: &Txn,
    by: &By,
    verb: &str,
    user: UserId,
    course: CourseId,
    detail: String,
) -> Result<(), Error> {
    let subject = Subject {
        group: None,
        user: Some(user),
        course: Some(course),
    };
    activity::log(txn, by, verb, subject, detail).await
}
