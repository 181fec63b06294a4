//! Rows that more than one module locks until the transaction ends.
//!
//! Locks are taken in one order, so that writers wait for each other and never deadlock: branches,
//! keys, users by id, groups by id, courses. (On SQLite there is one writer and nothing to lock.)
use crate::{
    Error, Txn,
    base::{
        entities::{branch, course, group, user},
        sql::Sql,
    },
};
use domain::ids::{BranchId, CourseId, GroupId, OrderId, UserId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Returns the group, locked against changes until the transaction ends.
pub(crate) async fn lock_group(txn: &Txn, group: GroupId) -> Result<group::Model, Error> {
    group::Entity::find_by_id(group)
        .filter(group::Column::DeletedAt.is_null())
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the user, locked against deactivation until the transaction ends. Call it before
/// [`lock_group`].
pub(crate) async fn lock_user(txn: &Txn, user: UserId) -> Result<user::Model, Error> {
    user::Entity::find_by_id(user)
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Locks the users against deactivation until the transaction ends, by id. Call it before
/// [`lock_group`].
pub(crate) async fn lock_users(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    let rows = Sql::new(txn)
        .text("SELECT id FROM users WHERE id IN ")
        .ids(users)
        .text(" ORDER BY id FOR SHARE");
    execute_lock(txn, rows).await
}

/// Locks the user's groups against changes until the transaction ends, by id.
pub(crate) async fn lock_groups_of(txn: &Txn, user: UserId) -> Result<(), Error> {
    let rows = Sql::new(txn).add(
        "SELECT id FROM groups WHERE id IN (SELECT group_id FROM group_members \
         WHERE user_id = ?) ORDER BY id FOR UPDATE",
        [user.into()],
    );
    execute_lock(txn, rows).await
}

/// As [`lock_groups_of`], for many users.
pub(crate) async fn lock_groups_of_all(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    let rows = Sql::new(txn)
        .text("SELECT id FROM groups WHERE id IN (SELECT m.group_id FROM group_members m WHERE m.user_id IN ")
        .ids(users)
        .text(") ORDER BY id FOR UPDATE");
    execute_lock(txn, rows).await
}

/// Locks these groups against changes until the transaction ends, by id.
pub(crate) async fn lock_groups(txn: &Txn, groups: &[GroupId]) -> Result<(), Error> {
    let rows = Sql::new(txn)
        .text("SELECT id FROM groups WHERE id IN ")
        .ids(groups)
        .text(" ORDER BY id FOR UPDATE");
    execute_lock(txn, rows).await
}

/// Locks all branches against deletion until the transaction ends, by id.
pub(crate) async fn lock_branches(txn: &Txn) -> Result<(), Error> {
    let rows = Sql::new(txn).text("SELECT id FROM branches ORDER BY id FOR SHARE");
    execute_lock(txn, rows).await
}

/// Locks the courses of an order against deletion until the transaction ends, by id.
pub(crate) async fn lock_courses_of_order(txn: &Txn, order: OrderId) -> Result<(), Error> {
    let rows = Sql::new(txn).add(
        "SELECT id FROM courses WHERE id IN (SELECT course_id FROM order_lines \
         WHERE order_id = ?) ORDER BY id FOR SHARE",
        [order.into()],
    );
    execute_lock(txn, rows).await
}

/// Locks the users with enrolments in a course in the trash against deletion until the transaction ends, by id.
pub(crate) async fn lock_learners_in_trash(txn: &Txn, course: CourseId) -> Result<(), Error> {
    let rows = Sql::new(txn).add(
        "SELECT id FROM users WHERE id IN (SELECT user_id FROM trashed_enrolments \
         WHERE course_id = ?) ORDER BY id FOR SHARE",
        [course.into()],
    );
    execute_lock(txn, rows).await
}

/// SQLite has no such statement, and needs none.
async fn execute_lock(txn: &Txn, rows: Sql) -> Result<(), Error> {
    if !rows.is_sqlite() {
        rows.execute(txn).await?;
    }
    Ok(())
}

/// Locks the branch against deletion until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] where it does not exist.
pub(crate) async fn lock_branch_shared(txn: &Txn, branch: Option<BranchId>) -> Result<(), Error> {
    let Some(branch) = branch else {
        return Ok(());
    };
    let row = branch::Entity::find_by_id(branch).lock_shared().one(txn);
    row.await?.map(|_| ()).ok_or(Error::NotFound)
}

/// Returns the branch, locked against changes until the transaction ends.
pub(crate) async fn lock_branch(txn: &Txn, branch: BranchId) -> Result<branch::Model, Error> {
    branch::Entity::find_by_id(branch)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the course, locked against changes until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`], also for a course in the trash.
pub(crate) async fn lock_course(txn: &Txn, course: CourseId) -> Result<course::Model, Error> {
    course::Entity::find_live_by_id(course)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}
