//! The rows of the Courses tab.
use crate::{
    Db, Error,
    base::{entities::group, sql::Sql, summaries::CourseSummary},
    enrolments::rules,
    groups,
};
use domain::{
    access_scope::AccessScope,
    ids::{CourseId, GroupId},
    members::GroupCourseRow,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// Returns one row as it is now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(
    db: &Db,
    scope: AccessScope,
    group: GroupId,
    course: CourseId,
) -> Result<GroupCourseRow, Error> {
    let group = groups::find(db.read(), group).await?;
    let mut rows = of_courses(db, scope, &group, &[course]).await?;
    rows.pop().ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct GroupCourseRecord {
    #[sea_orm(nested)]
    course: CourseSummary,
    in_group: bool,
    within: bool,
}

/// Returns the rows of these courses, in any order.
pub(super) async fn of_courses(
    db: &Db,
    scope: AccessScope,
    group: &group::Model,
    courses: &[CourseId],
) -> Result<Vec<GroupCourseRow>, Error> {
    let found: Vec<GroupCourseRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {}, EXISTS (SELECT 1 FROM group_courses c WHERE c.group_id = ? \
                 AND c.course_id = t.id) AS in_group, (TRUE",
                CourseSummary::columns("t")
            ),
            [group.id.into()],
        )
        .courses_in_scope("t", scope)
        .text(
            ") AS within FROM courses t LEFT JOIN categories k ON k.id = t.category_id \
             WHERE t.id IN ",
        )
        .ids(courses)
        .all(db.read())
        .await?;
    let lacking = Lacking::read(db, group, courses).await?;
    Ok(found
        .into_iter()
        .map(|row| GroupCourseRow {
            lacking: if row.in_group {
                lacking.of(row.course.id)
            } else {
                0
            },
            course: row.course.id,
            name: row.course.name,
            category: row.course.category,
            active: row.course.active,
            units: row.course.unit_count,
            in_group: row.in_group,
            within: row.within,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Enrolled {
    course_id: CourseId,
    number: i64,
}

/// How many active members lack each of a page's courses.
struct Lacking {
    active: i64,
    enrolled: HashMap<CourseId, i64>,
}

impl Lacking {
    async fn read(db: &Db, group: &group::Model, courses: &[CourseId]) -> Result<Self, Error> {
        if group.drift == 0 {
            return Ok(Self {
                active: 0,
                enrolled: HashMap::new(),
            });
        }
        let active = Sql::new(db.read())
            .add(
                "SELECT count(*) FROM group_members m CROSS JOIN users u \
                 WHERE m.group_id = ? AND u.id = m.user_id AND u.active",
                [group.id.into()],
            )
            .number(db.read())
            .await?;
        let rows = Sql::new(db.read())
            .add(
                &format!(
                    "SELECT e.course_id, count(*) AS number FROM group_members m CROSS JOIN users u \
                 CROSS JOIN enrolments e WHERE m.group_id = ? AND u.id = m.user_id AND u.active \
                 AND e.group_id = ? AND e.user_id = m.user_id AND {} \
                 AND e.course_id IN ",
                    rules::group_enrolment("e")
                ),
                [group.id.into(), group.id.into()],
            )
            .ids(courses)
            .text(" GROUP BY e.course_id")
            .all(db.read())
            .await?;
        let enrolled = rows
            .into_iter()
            .map(|row: Enrolled| (row.course_id, row.number))
            .collect();
        Ok(Self { active, enrolled })
    }

    fn of(&self, course: CourseId) -> i64 {
        (self.active - self.enrolled.get(&course).copied().unwrap_or(0)).max(0)
    }
}
