//! Removing a course from a branch and its groups.
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::ActivitySubject,
        entities::{branch_course, group, group_course},
        locks::{lock_branch, lock_course},
    },
    branches::{has_course, one},
    groups::group_courses,
};
use domain::{
    activity::Activity,
    branches::BranchCourseRow,
    groups::RemovalPolicy,
    ids::{BranchId, CourseId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// Removes a course from the branch and from the branch's groups, under the removal policy of
/// each; progress stays. Returns its row.
///
/// # Errors
/// [`Error::NotFound`], also for a course that the branch does not have, and for one that was
/// created there, which stays.
pub async fn remove_course(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    let found = lock_course(&txn, course).await?;
    let owned = found.branch_id == Some(branch);
    if owned || !has_course(&txn, branch, course).await? {
        return Err(Error::NotFound);
    }
    for group in groups_with(&txn, branch, course).await? {
        group_courses::remove_for_branch(&txn, audit, &group, course).await?;
    }
    branch_course::Entity::delete_by_id((branch, course))
        .exec(&txn)
        .await?;
    let removed = Activity::BranchCoursesChanged {
        branch: row.name,
        course: found.name,
        added: false,
    };
    ActivitySubject::course(course)
        .log(&txn, audit, removed)
        .await?;
    txn.commit().await?;
    one(db, branch, course).await
}

/// Returns the groups of the branch that would lose the course, by name, with their removal
/// policies.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn removal_preview(
    db: &Db,
    branch: BranchId,
    course: CourseId,
) -> Result<(BranchCourseRow, Vec<(String, RemovalPolicy)>), Error> {
    let row = one(db, branch, course).await?;
    let groups = groups_with(db.read(), branch, course).await?;
    let groups = groups
        .into_iter()
        .filter(|group| group.deleted_at.is_none());
    let groups = groups.map(|group| {
        let policy = group.removal_policy;
        Ok::<_, Error>((group.name, policy))
    });
    Ok((row, groups.collect::<Result<_, _>>()?))
}

/// Returns the branch's groups that have the course, also those in the trash, in the order of
/// locks.
async fn groups_with(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    course: CourseId,
) -> Result<Vec<group::Model>, Error> {
    let with_course = group_course::Entity::find()
        .select_only()
        .column(group_course::Column::GroupId)
        .filter(group_course::Column::CourseId.eq(course));
    Ok(group::Entity::find()
        .filter(group::Column::BranchId.eq(branch))
        .filter(group::Column::Id.in_subquery(with_course.into_query()))
        .order_by_asc(group::Column::Id)
        .all(conn)
        .await?)
}
