//! The Courses tab: the courses of a group, and those that can be added.
mod list;
mod rows;

pub use list::{free_for_everyone, list};
pub use rows::get;

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{course, group, group_course},
        locks::lock_group,
        sql::Sql,
    },
    branches,
    enrolments::{self, ChangeStamp, preview, trash},
    groups,
};
use domain::{
    activity::Activity,
    events::ChangeEvent,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
    members::RemovalPreview,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

/// Adds a course at the end of the group; enrols the active members in it if the group's policy
/// is *Automatically*. Adding twice is harmless.
///
/// # Errors
/// [`Error::NotFound`], also for a course that the group's branch does not have.
pub async fn add(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    course: CourseId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_group(&txn, group).await?;
    if add_to(&txn, audit, &row, course, ChangeStamp::at(audit.at)).await? {
        txn.commit().await?;
    }
    Ok(())
}

/// As [`add`], to the locked group; returns false where it already has the course.
pub(crate) async fn add_to(
    txn: &Txn,
    audit: &AuditContext,
    row: &group::Model,
    course: CourseId,
    stamp: ChangeStamp,
) -> Result<bool, Error> {
    let group = row.id;
    let name = enrolments::course_name(txn, course).await?;
    if let Some(branch) = row.branch_id
        && !branches::has_course(txn, branch, course).await?
    {
        return Err(Error::NotFound);
    }
    if find(txn, group, course).await?.is_some() {
        return Ok(false);
    }
    Sql::new(txn)
        .add(
            "INSERT INTO group_courses (group_id, course_id, position, added_at) \
             SELECT ?, ?, coalesce(max(position), 0) + 1, ? FROM group_courses WHERE group_id = ?",
            [group.into(), course.into(), audit.at.into(), group.into()],
        )
        .execute(txn)
        .await?;
    let enrols = row.enrols_at_once().is_some();
    enrolments::add_course(txn, group, course, enrols, stamp).await?;
    ActivitySubject::group(group)
        .and_course(course)
        .log(txn, audit, Activity::GroupCourseAdded { course: name })
        .await?;
    Ok(true)
}

/// Returns what removing the course would change.
///
/// # Errors
/// [`Error::NotFound`], also where the course is not in the group.
pub async fn removal_preview(
    db: &Db,
    group: GroupId,
    course: CourseId,
) -> Result<RemovalPreview, Error> {
    let group_row = groups::find(db.read(), group).await?;
    if find(db.read(), group, course).await?.is_none() {
        return Err(Error::NotFound);
    }
    let row = course::Entity::find_by_id(course).one(db.read()).await?;
    let enrolments = preview::of_course(db, group, course).await?;
    Ok(RemovalPreview {
        name: row.ok_or(Error::NotFound)?.name,
        group: group_row.name,
        enrolments,
        members: enrolments,
        bought: preview::bought(db, group, None, Some(course)).await?,
        is_default: false,
    })
}

/// Removes a course from the group. The enrolments in it through the group follow `policy`;
/// progress stays.
///
/// # Errors
/// [`Error::NotFound`], also where the course is not in the group.
pub async fn remove(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    course: CourseId,
    policy: RemovalPolicy,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock_group(&txn, group).await?;
    withdraw(&txn, audit, group, course, policy).await?;
    txn.commit().await?;
    Ok(())
}

/// Removes a course from a group whose branch loses it, under the group's removal policy; the
/// group may be in the trash. Locks the group.
pub(crate) async fn remove_for_branch(
    txn: &Txn,
    audit: &AuditContext,
    group: &group::Model,
    course: CourseId,
) -> Result<(), Error> {
    let id = group.id;
    if group.deleted_at.is_some() {
        let deleted = group_course::Entity::delete_by_id((id, course))
            .exec(txn)
            .await?;
        return trash::count_removed_courses(txn, id, deleted.rows_affected).await;
    }
    lock_group(txn, id).await?;
    withdraw(txn, audit, id, course, group.removal_policy).await
}

/// Removes the course from the locked group under `policy`, and logs it.
///
/// # Errors
/// [`Error::NotFound`] where the group does not have it.
pub(crate) async fn withdraw(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    course: CourseId,
    policy: RemovalPolicy,
) -> Result<(), Error> {
    let name = enrolments::course_name(txn, course).await?;
    let deleted = group_course::Entity::delete_by_id((group, course))
        .exec(txn)
        .await?;
    if deleted.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    let stamp = ChangeStamp::at(audit.at);
    enrolments::remove_course(txn, group, course, policy, stamp).await?;
    let removed = Activity::GroupCourseRemoved {
        course: name,
        policy,
    };
    ActivitySubject::group(group)
        .and_course(course)
        .log(txn, audit, removed)
        .await
}

/// Moves a course one place up (`up`) or down in the group's order, unless it is already at that
/// end.
///
/// # Errors
/// [`Error::NotFound`], also where the course is not in the group.
pub async fn shift(db: &Db, group: GroupId, course: CourseId, up: bool) -> Result<(), Error> {
    use group_course::Column::{CourseId as Course, GroupId as Group, Position};
    let txn = db.write().await?;
    lock_group(&txn, group).await?;
    let row = find(&txn, group, course).await?.ok_or(Error::NotFound)?;
    let in_group = group_course::Entity::find().filter(Group.eq(group));
    let neighbour = if up {
        in_group
            .filter(Position.lt(row.position))
            .order_by_desc(Position)
    } else {
        in_group
            .filter(Position.gt(row.position))
            .order_by_asc(Position)
    };
    let Some(neighbour) = neighbour.order_by_asc(Course).one(&txn).await? else {
        return Ok(());
    };
    for (course, position) in [
        (row.course_id, neighbour.position),
        (neighbour.course_id, row.position),
    ] {
        let moved = group_course::ActiveModel {
            group_id: Set(group),
            course_id: Set(course),
            position: Set(position),
            ..Default::default()
        };
        group_course::Entity::update(moved).exec(&txn).await?;
    }
    txn.publish(ChangeEvent::Group(group));
    txn.commit().await?;
    Ok(())
}

async fn find(
    connection: &impl ConnectionTrait,
    group: GroupId,
    course: CourseId,
) -> Result<Option<group_course::Model>, Error> {
    Ok(group_course::Entity::find_by_id((group, course))
        .one(connection)
        .await?)
}
