//! What an instructor's home page shows: their groups and courses, and how far the learners are.
use crate::{Db, Error, base::sql::Sql, instructors};
use domain::{
    access_scope::AccessScope,
    ids::{CourseId, GroupId},
    instructors::{COUNTED, SHOWN, TaughtCourse, TaughtGroup, TeachingOverview},
};
use sea_orm::FromQueryResult;

/// Returns the first groups and courses of an instructor's scope by name.
///
/// # Errors
/// The database failed.
pub async fn overview(db: &Db, scope: AccessScope) -> Result<TeachingOverview, Error> {
    Ok(TeachingOverview {
        counts: instructors::count_taught(db, scope).await?,
        groups: groups(db, scope).await?,
        courses: courses(db, scope).await?,
    })
}

#[derive(FromQueryResult)]
struct GroupRecord {
    id: GroupId,
    name: String,
    members: i64,
    courses: i64,
    completed: Option<i64>,
}

async fn groups(db: &Db, scope: AccessScope) -> Result<Vec<TaughtGroup>, Error> {
    let found: Vec<GroupRecord> = Sql::new(db.read())
        .add(
            "SELECT t.id, t.name, t.member_count AS members, t.course_count AS courses, \
             CASE WHEN t.member_count * t.course_count <= ? THEN (SELECT count(*) \
             FROM group_courses c CROSS JOIN group_members m CROSS JOIN progress p \
             WHERE c.group_id = t.id AND m.group_id = t.id AND p.user_id = m.user_id \
             AND p.course_id = c.course_id AND p.completed_at IS NOT NULL) END AS completed \
             FROM groups t WHERE t.deleted_at IS NULL",
            [COUNTED.into()],
        )
        .groups_in_scope("t", scope)
        .add(" ORDER BY t.sort_name, t.id LIMIT ?", [SHOWN.into()])
        .all(db.read())
        .await?;
    let row = |found: GroupRecord| TaughtGroup {
        id: found.id,
        name: found.name,
        members: found.members,
        courses: found.courses,
        completed: found.completed,
    };
    Ok(found.into_iter().map(row).collect())
}

#[derive(FromQueryResult)]
struct CourseRecord {
    id: CourseId,
    name: String,
    active: bool,
    enrolments: i64,
    learners: i64,
    completed: i64,
}

async fn courses(db: &Db, scope: AccessScope) -> Result<Vec<TaughtCourse>, Error> {
    let most = COUNTED + 1;
    // The first enrolments of a course, more of which are not counted.
    let some = "FROM enrolments e WHERE e.course_id = t.id LIMIT ?";
    let learners = format!("(SELECT DISTINCT x.user_id FROM (SELECT e.user_id {some}) x) l");
    let sql = Sql::new(db.read())
        .add(
            &format!(
                "SELECT t.id, t.name, t.active, (SELECT count(*) FROM (SELECT 1 {some}) x) AS enrolments, \
                 (SELECT count(*) FROM {learners} JOIN users u ON u.id = l.user_id WHERE TRUE"
            ),
            [most.into(), most.into()],
        )
        .users_in_scope("u", scope)
        .add(
            &format!(
                ") AS learners, (SELECT count(*) FROM {learners} JOIN users u ON u.id = l.user_id \
                 JOIN progress p ON p.user_id = l.user_id AND p.course_id = t.id \
                 WHERE p.completed_at IS NOT NULL"
            ),
            [most.into()],
        )
        .users_in_scope("u", scope)
        .text(") AS completed FROM courses t WHERE TRUE");
    let found: Vec<CourseRecord> = sql
        .courses_in_scope("t", scope)
        .add(" ORDER BY t.sort_name, t.id LIMIT ?", [SHOWN.into()])
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(course_row).collect())
}

fn course_row(found: CourseRecord) -> TaughtCourse {
    let counted = found.enrolments <= COUNTED;
    TaughtCourse {
        id: found.id,
        name: found.name,
        active: found.active,
        learners: counted.then_some(found.learners),
        completed: counted.then_some(found.completed),
    }
}
