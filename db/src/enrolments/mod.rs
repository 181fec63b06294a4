//! Who has which course for which reason, and the memberships that grant courses: their rules,
//! their rows and what changes them.
//!
//! Locks are taken in one order, so that writers wait for each other and never deadlock: users
//! by id, then groups by id. (On SQLite there is one writer and nothing to lock.)
mod counters;
pub(crate) mod course_trash;
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
pub(crate) mod traces;
pub(crate) mod trash;

pub(crate) use counters::{
    recount_groups_of, recount_groups_of_all, remove_user_from_counters, remove_users_from_counters,
};
pub(crate) use group_courses::{add_course, remove_course};
pub(crate) use membership::{add, join_and_enrol, remove, set_readmission, synchronize, unassign};
pub(crate) use restore::reverse;
pub(crate) use sets::{ChangeStamp, CourseSet, MemberSet};

use crate::{
    Error, Txn,
    base::{
        entities::{course, enrolment, group_member},
        sql::Sql,
    },
};
use domain::ids::{CourseId, GroupId, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// Whether the user is a member of the group, as [`rules::is_member`].
pub(crate) async fn is_member(
    conn: &impl ConnectionTrait,
    group: GroupId,
    user: UserId,
) -> Result<bool, Error> {
    let member = group_member::Entity::find_by_id((group, user))
        .one(conn)
        .await?;
    Ok(member.is_some())
}

/// Whether the user was removed from the group, and its keys are refused to them.
pub(crate) async fn is_shut_out(
    conn: &impl ConnectionTrait,
    group: GroupId,
    user: UserId,
) -> Result<bool, Error> {
    let found = Sql::new(conn)
        .add(
            "SELECT count(*) FROM shut_outs x WHERE x.group_id = ? AND x.user_id = ?",
            [group.into(), user.into()],
        )
        .number(conn)
        .await?;
    Ok(found > 0)
}

/// Whether the user has the course, as [`rules::has_course`].
pub(crate) async fn has_course(
    conn: &impl ConnectionTrait,
    user: UserId,
    course: CourseId,
) -> Result<bool, Error> {
    let found = enrolment::Entity::find()
        .filter(enrolment::Column::UserId.eq(user))
        .filter(enrolment::Column::CourseId.eq(course))
        .limit(1)
        .one(conn)
        .await?;
    Ok(found.is_some())
}

/// The name of a course outside the trash, which it does not go to until the transaction ends.
pub(crate) async fn course_name(txn: &Txn, course: CourseId) -> Result<String, Error> {
    let row = course::Entity::find_live_by_id(course).lock_shared();
    Ok(row.one(txn).await?.ok_or(Error::NotFound)?.name)
}
