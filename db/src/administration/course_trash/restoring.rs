//! Restoring a course from the trash.
use super::places;
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::ActivitySubject,
        entities::course,
        locks::{lock_branches, lock_groups, lock_learners_in_trash},
    },
    enrolments::course_trash,
};
use domain::{activity::Activity, courses::CourseLosses, ids::CourseId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

/// Restores the course with its place in groups and branches, and with the enrolments that it would have by now;
/// its progress was never gone. Returns what could not be given back.
///
/// # Errors
/// [`Error::NotFound`] for a course that is not in the trash.
pub async fn restore(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
) -> Result<CourseLosses, Error> {
    let txn = db.write().await?;
    // Branches before users before groups before the course.
    lock_branches(&txn).await?;
    lock_learners_in_trash(&txn, course).await?;
    let groups = course_trash::groups_before(&txn, course).await?;
    lock_groups(&txn, &groups).await?;
    let row = course::Entity::find_by_id(course)
        .filter(course::Column::DeletedAt.is_not_null())
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    course::Entity::update_many()
        .col_expr(course::Column::DeletedAt, Expr::value(None::<i64>))
        .filter(course::Column::Id.eq(course))
        .exec(&txn)
        .await?;
    let places = places::give_back(&txn, course).await?;
    let enrolments = course_trash::give_back(&txn, course, audit.at).await?;
    places::forget(&txn, course).await?;
    let losses = CourseLosses { places, enrolments };
    let restored = Activity::CourseRestored {
        course: row.name,
        lost: losses.clone(),
    };
    ActivitySubject::course(course)
        .log(&txn, audit, restored)
        .await?;
    txn.commit().await?;
    Ok(losses)
}
