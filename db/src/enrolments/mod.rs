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
mod sets;
pub(crate) mod sources;
pub(crate) mod trash;

pub(crate) use counters::{recount_groups_of, remove_user_from_counters};
pub(crate) use group_courses::{add_course, remove_course};
pub(crate) use membership::{add, join_and_enrol, remove, synchronize, unassign};
pub(crate) use restore::reverse;
pub(crate) use sets::{ChangeStamp, CourseSet, MemberSet};

use crate::{Error, Txn, base::entities::course};
use domain::ids::CourseId;
use sea_orm::EntityTrait;

/// The course's name.
pub(crate) async fn course_name(txn: &Txn, course: CourseId) -> Result<String, Error> {
    let row = course::Entity::find_by_id(course).one(txn).await?;
    Ok(row.ok_or(Error::NotFound)?.name)
}
