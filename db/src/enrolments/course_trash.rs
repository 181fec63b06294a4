//! What the trash does to the enrolments in its courses, and to the counters of their groups. The caller holds the
//! locks, and has moved the course's links to groups.
use super::{
    ChangeStamp, CourseSet,
    counters::recounting,
    group::in_courses,
    rows::{self, ALL_COLUMNS, LIVE, OF_GROUP, TRASHED},
    rules,
};
use crate::{Error, Txn, base::sql::Sql};
use domain::{
    enrolments::EnrolmentSource,
    ids::{CourseId, GroupId, UserId},
    time::Timestamp,
};

/// The groups that a course in the trash was in.
const GROUPS_BEFORE: &str =
    "(SELECT t.group_id FROM trashed_group_courses t WHERE t.course_id = ?)";
/// The groups that a course is in.
const GROUPS_NOW: &str = "(SELECT t.group_id FROM group_courses t WHERE t.course_id = ?)";

/// Moves the course's enrolments to the trash, and counts the course in its groups no longer.
pub(crate) async fn set_aside(txn: &Txn, course: CourseId) -> Result<(), Error> {
    move_all(txn, course, (LIVE, TRASHED), |sql| sql).await?;
    recount(txn, course, GROUPS_BEFORE, -1).await
}

/// Enrols again whom the course in the trash is still for, and counts it in its groups again; returns how many
/// enrolments could not be given back to users who are still there.
pub(crate) async fn give_back(txn: &Txn, course: CourseId, at: Timestamp) -> Result<i64, Error> {
    let waiting = Sql::new(txn)
        .add(
            "SELECT count(*) FROM trashed_enrolments e JOIN users u ON u.id = e.user_id \
             WHERE e.course_id = ?",
            [course.into()],
        )
        .number(txn)
        .await?;
    let given = move_all(txn, course, (TRASHED, LIVE), |sql| sql.text(&still_valid())).await?;
    remove_double(txn, course, at).await?;
    recount(txn, course, GROUPS_NOW, 1).await?;
    Ok(waiting - given.cast_signed())
}

/// Sets aside what those who join a group with these `courses` would get if none of its courses were in the
/// trash, so that they have them when the courses are restored.
pub(super) async fn set_aside_for_newcomers(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    courses: CourseSet,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let source = rules::literal(EnrolmentSource::Group);
    // Mostly no course of the group is in the trash: the table comes first, as SQLite keeps this order.
    let sql = rows::insert_into(txn, TRASHED, OF_GROUP)
        .add(
            &format!(
                "SELECT u.id, c.course_id, {source}, c.group_id, ?, ? \
                 FROM trashed_group_courses c CROSS JOIN "
            ),
            [stamp.action.into(), stamp.at.into()],
        )
        .ids(users)
        .add(
            " i CROSS JOIN users u WHERE c.group_id = ? AND u.id = i.id AND u.active",
            [group.into()],
        );
    let sql = in_courses(sql, courses, "trashed_branch_courses");
    rows::inserted(txn, sql).await?;
    Ok(())
}

/// Moves the course's enrolments between the two tables, as far as the condition holds, which begins with ` AND`;
/// deletes the others. Returns how many were moved.
async fn move_all(
    txn: &Txn,
    course: CourseId,
    (from, to): (&str, &str),
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<u64, Error> {
    let sql = rows::insert_into(txn, to, ALL_COLUMNS).add(
        &format!("SELECT {ALL_COLUMNS} FROM {from} e WHERE e.course_id = ?"),
        [course.into()],
    );
    let moved = rows::inserted(txn, condition(sql)).await?;
    Sql::new(txn)
        .add(
            &format!("DELETE FROM {from} WHERE course_id = ?"),
            [course.into()],
        )
        .execute(txn)
        .await?;
    Ok(moved)
}

/// Condition that the enrolment `e` in the trash can be given back.
fn still_valid() -> String {
    format!(
        " AND EXISTS (SELECT 1 FROM users u WHERE u.id = e.user_id) AND (e.group_id IS NULL \
         OR ({} AND EXISTS (SELECT 1 FROM groups g WHERE g.id = e.group_id)) \
         OR ({} AND {} AND EXISTS (SELECT 1 FROM group_courses c \
         WHERE c.group_id = e.group_id AND c.course_id = e.course_id)))",
        rules::has_source("e", EnrolmentSource::Kept),
        rules::group_enrolment("e"),
        rules::is_member("e.group_id", "e.user_id")
    )
}

/// Removes *kept* enrolments in the course where the group's own ones came back too.
async fn remove_double(txn: &Txn, course: CourseId, at: Timestamp) -> Result<(), Error> {
    let double = format!(
        " AND {} AND EXISTS (SELECT 1 FROM enrolments g WHERE g.group_id = e.group_id \
         AND g.user_id = e.user_id AND g.course_id = e.course_id AND {})",
        rules::has_source("e", EnrolmentSource::Kept),
        rules::group_enrolment("g")
    );
    rows::archive_and_delete(txn, ChangeStamp::at(at), |sql| {
        sql.add(" WHERE e.course_id = ?", [course.into()])
            .text(&double)
    })
    .await?;
    Ok(())
}

/// Counts `by` more courses in the groups, which also have other drifts then. (That of a group in the trash is
/// wrong until it is restored.)
async fn recount(txn: &Txn, course: CourseId, groups: &str, by: i64) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            &format!("UPDATE groups SET course_count = course_count + ? WHERE id IN {groups}"),
            [by.into(), course.into()],
        )
        .execute(txn)
        .await?;
    recounting(txn)
        .add(
            &format!(" WHERE id IN {groups} AND deleted_at IS NULL"),
            [course.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Returns the groups that a course in the trash was in, and that still exist, in the order of locks.
pub(crate) async fn groups_before(txn: &Txn, course: CourseId) -> Result<Vec<GroupId>, Error> {
    Sql::new(txn)
        .add(
            &format!("SELECT g.id FROM groups g WHERE g.id IN {GROUPS_BEFORE} ORDER BY g.id"),
            [course.into()],
        )
        .column(txn)
        .await
}
