//! Who has which course for which reason, and the memberships that grant courses: their rules,
//! their rows and what changes them.
//!
//! Locks are taken in one order, so that writers wait for each other and never deadlock: users
//! by id, then groups by id. (On SQLite there is one writer and nothing to lock.)
mod counters;
pub mod direct;
mod group;
mod group_courses;
mod membership;
pub(crate) mod preview;
pub(crate) mod purchase;
mod restore;
mod rows;
pub(crate) mod rules;
pub(crate) mod sources;
#[cfg(test)]
mod tests;
pub(crate) mod trash;

pub(crate) use counters::{recount_groups_of, remove_user_from_counters};
pub(crate) use group_courses::{add_course, remove_course};
pub(crate) use membership::{add, join_and_enrol, remove, synchronize, unassign};
pub(crate) use restore::reverse;

use crate::{Error, Txn, base::entities};
use domain::{
    ids::{BranchId, CourseId, GroupId, UserId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Whose enrolments a statement is about.
#[derive(Clone, Copy)]
pub(crate) enum MemberSet<'a> {
    /// All members of the group.
    All,
    Users(&'a [i64]),
}

/// In which of the group's courses users are enrolled.
#[derive(Clone, Copy)]
pub(crate) enum CourseSet {
    All,
    One(CourseId),
    /// Those that the branch has.
    OfBranch(BranchId),
}

impl CourseSet {
    const fn one(self) -> Option<CourseId> {
        match self {
            Self::One(course) => Some(course),
            Self::All | Self::OfBranch(_) => None,
        }
    }
}

/// What added and removed rows are marked with.
#[derive(Clone, Copy)]
pub(crate) struct ChangeStamp {
    pub at: Timestamp,
    /// The mass action that made the change, so that undo finds the rows.
    pub action: Option<i64>,
    /// Removed because the group went to the trash.
    pub trashed: bool,
}

impl ChangeStamp {
    pub(crate) const fn at(at: Timestamp) -> Self {
        Self {
            at,
            action: None,
            trashed: false,
        }
    }
}

/// Returns the group, locked against changes until the transaction ends.
pub(crate) async fn lock_group(txn: &Txn, group: GroupId) -> Result<entities::group::Model, Error> {
    entities::group::Entity::find_by_id(group.0)
        .filter(entities::group::Column::DeletedAt.is_null())
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the user, locked against deactivation until the transaction ends. Call it before
/// [`lock_group`].
pub(crate) async fn lock_user(txn: &Txn, user: UserId) -> Result<entities::user::Model, Error> {
    entities::user::Entity::find_by_id(user.0)
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// The course's name.
pub(crate) async fn course_name(txn: &Txn, course: CourseId) -> Result<String, Error> {
    let row = entities::course::Entity::find_by_id(course.0)
        .one(txn)
        .await?;
    Ok(row.ok_or(Error::NotFound)?.name)
}
