//! Deleted courses: 30 days in the trash, from where they can be restored with all that deletion took. What was
//! completed, bought and done keeps the name for good.
mod places;
mod preview;
mod restoring;

pub use preview::preview;
pub use restoring::restore;

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::course,
        locks::{lock_branches, lock_course, lock_groups},
        paging,
        sql::Sql,
    },
    enrolments::course_trash,
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    courses::TrashedCourse,
    ids::{CourseId, GroupId},
    time::Timestamp,
    trash::TRASH_DAYS,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr,
};

/// The most courses the trash shows.
const SHOWN: u64 = 1_000;

/// Moves the course to the trash, out of its groups and branches; its enrolments wait there, and its
/// progress stays where it is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if someone adds it to a group at this moment.
pub async fn delete(db: &Db, audit: &AuditContext, course: CourseId) -> Result<(), Error> {
    let txn = db.write().await?;
    lock_branches(&txn).await?;
    // Groups before the course: the order in which enrolling through a group locks them.
    let groups = groups_with(&txn, course).await?;
    lock_groups(&txn, &groups).await?;
    let row = lock_course(&txn, course).await?;
    if groups_with(&txn, course).await? != groups {
        return Err(Error::Conflict);
    }
    course::Entity::update_many()
        .col_expr(course::Column::DeletedAt, Expr::value(audit.at))
        .filter(course::Column::Id.eq(course))
        .exec(&txn)
        .await?;
    places::set_aside(&txn, course).await?;
    course_trash::set_aside(&txn, course).await?;
    let deleted = Activity::CourseDeleted { course: row.name };
    ActivitySubject::course(course)
        .log(&txn, audit, deleted)
        .await?;
    txn.commit().await
}

/// Returns the groups with the course, also those in the trash, in the order of locks.
async fn groups_with(txn: &Txn, course: CourseId) -> Result<Vec<GroupId>, Error> {
    Sql::new(txn)
        .add(
            "SELECT x.group_id FROM group_courses x WHERE x.course_id = ? ORDER BY x.group_id",
            [course.into()],
        )
        .column(txn)
        .await
}

#[derive(FromQueryResult)]
struct TrashedRecord {
    id: CourseId,
    name: String,
    deleted_at: Timestamp,
    learners: i64,
    groups: i64,
}

/// Returns the courses in the trash that the scope can restore, newest first; at most 1,000.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, scope: AccessScope) -> Result<Vec<TrashedCourse>, Error> {
    let found: Vec<TrashedRecord> = Sql::new(db.read())
        .text(
            "SELECT t.id, t.name, t.deleted_at, \
             (SELECT count(DISTINCT e.user_id) FROM trashed_enrolments e JOIN users u \
             ON u.id = e.user_id WHERE e.course_id = t.id) AS learners, \
             (SELECT count(*) FROM trashed_group_courses x WHERE x.course_id = t.id) AS groups \
             FROM courses t WHERE TRUE",
        )
        .trashed_courses_in_scope("t", scope)
        .add(
            " ORDER BY t.deleted_at DESC, t.id DESC LIMIT ?",
            [paging::limit(SHOWN)],
        )
        .all(db.read())
        .await?;
    let row = |found: TrashedRecord| TrashedCourse {
        id: found.id,
        name: found.name,
        deleted_at: found.deleted_at,
        learners: found.learners,
        groups: found.groups,
    };
    Ok(found.into_iter().map(row).collect())
}

/// Permanently deletes courses that were in the trash longer than [`TRASH_DAYS`]; returns how many. Who
/// completed one, and when, is remembered by its name.
///
/// # Errors
/// The database failed.
pub async fn purge_expired(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let old = course::Entity::find()
        .filter(course::Column::DeletedAt.lt(now.plus_days(-TRASH_DAYS)))
        .all(db.read())
        .await?;
    let mut emptied = 0;
    for row in old {
        // One transaction each, so that other writers can work in between.
        let txn = db.write().await?;
        if purge(&txn, &row, now).await? {
            emptied += 1;
            txn.commit().await?;
        }
    }
    Ok(emptied)
}

/// Deletes the course; false if it is no longer in the trash.
async fn purge(txn: &Txn, row: &course::Model, now: Timestamp) -> Result<bool, Error> {
    let still_there = course::Entity::find_by_id(row.id)
        .filter(course::Column::DeletedAt.eq(row.deleted_at))
        .lock_exclusive()
        .one(txn)
        .await?;
    if still_there.is_none() {
        return Ok(false);
    }
    Sql::new(txn)
        .add(
            "INSERT INTO remembered_completions (user_id, course_id, course_name, completed_at) \
             SELECT p.user_id, p.course_id, c.name, p.completed_at FROM progress p \
             JOIN courses c ON c.id = p.course_id \
             WHERE p.course_id = ? AND p.completed_at IS NOT NULL",
            [row.id.into()],
        )
        .execute(txn)
        .await?;
    course::Entity::delete_by_id(row.id).exec(txn).await?;
    let course = row.name.clone();
    let portal = AuditContext::system(now);
    ActivitySubject::course(row.id)
        .log(txn, &portal, Activity::CoursePurged { course })
        .await?;
    Ok(true)
}
