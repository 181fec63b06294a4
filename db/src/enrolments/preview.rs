//! What removing a member, a course or the group would end, counted before anything is written.
use super::rules;
use crate::{Db, Error, base::sql::Sql};
use domain::{
    enrolments::EnrolmentSource,
    ids::{CourseId, GroupId, UserId},
};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Counted {
    enrolments: i64,
    users: i64,
}

/// The number of the group's enrolments, and of their users.
pub(crate) async fn of_group(db: &Db, group: GroupId) -> Result<(i64, i64), Error> {
    let all = "count(*) AS enrolments, count(DISTINCT e.user_id) AS users";
    let counted: Option<Counted> = counting(db, all, group).one(db.read()).await?;
    let counted = counted.ok_or(Error::NotFound)?;
    Ok((counted.enrolments, counted.users))
}

/// The number of enrolments that the group grants a member.
pub(crate) async fn of_member(db: &Db, group: GroupId, user: UserId) -> Result<i64, Error> {
    counting(db, "count(*)", group)
        .add(" AND e.user_id = ?", [user.into()])
        .number(db.read())
        .await
}

/// The number of enrolments in a course that the group grants.
pub(crate) async fn of_course(db: &Db, group: GroupId, course: CourseId) -> Result<i64, Error> {
    counting(db, "count(*)", group)
        .add(" AND e.course_id = ?", [course.into()])
        .number(db.read())
        .await
}

fn counting(db: &Db, counted: &str, group: GroupId) -> Sql {
    Sql::new(db.read()).add(
        &format!(
            "SELECT {counted} FROM enrolments e WHERE e.group_id = ? AND {}",
            rules::group_enrolment("e")
        ),
        [group.into()],
    )
}

/// Of the enrolments that the group grants, to this user or in this course if one is named, the number
/// of those whose course the user also bought.
pub(crate) async fn bought(
    db: &Db,
    group: GroupId,
    user: Option<UserId>,
    course: Option<CourseId>,
) -> Result<i64, Error> {
    counting(db, "count(*)", group)
        .when(user.is_some(), " AND e.user_id = ?", [user.into()])
        .when(course.is_some(), " AND e.course_id = ?", [course.into()])
        .text(&format!(
            " AND EXISTS (SELECT 1 FROM enrolments b WHERE b.user_id = e.user_id \
             AND b.course_id = e.course_id AND {})",
            rules::has_source("b", EnrolmentSource::Bundle)
        ))
        .number(db.read())
        .await
}
