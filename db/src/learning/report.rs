//! How far the members of a group are in its courses, as a file.
use crate::{
    Db, Error,
    base::{paging, sql::Sql},
    content::units,
    enrolments::rules,
    groups,
    users::{PERSON_COLUMNS, PersonExport},
};
use domain::{
    access_scope::AccessScope,
    courses::CourseStatus,
    ids::{CourseId, GroupId, UserId},
    time::Timestamp,
};
use sea_orm::FromQueryResult;

/// Rows per page of an export.
const EXPORT_PAGE: u64 = 1_000;

/// A member in a course of the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    pub person: PersonExport,
    pub course: CourseId,
    pub course_name: String,
    /// Whether the member has the course, for any reason.
    pub enrolled: bool,
    pub status: CourseStatus,
    pub units: i64,
    /// Units the member completed; they are kept when the enrolment ends.
    pub completed: i64,
    pub started_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct ReportRecord {
    #[sea_orm(nested)]
    person: PersonExport,
    course: CourseId,
    course_name: String,
    enrolled: bool,
    units: i64,
    completed: i64,
    started_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
}

/// Returns the next thousand rows after this member and course (0 for the start): each member in each of the group's
/// courses that is in the scope. A shorter result is the last.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn export(
    db: &Db,
    scope: AccessScope,
    group: GroupId,
    after: (UserId, CourseId),
) -> Result<Vec<ReportRow>, Error> {
    groups::find(db.read(), group).await?;
    let (user, course) = after;
    let found: Vec<ReportRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {PERSON_COLUMNS}, c.id AS course, c.name AS course_name, {} AS enrolled, \
                 c.unit_count AS units, {} AS completed, p.started_at, p.completed_at \
                 FROM group_members m CROSS JOIN group_courses gc CROSS JOIN users u \
                 CROSS JOIN user_types t CROSS JOIN courses c \
                 LEFT JOIN progress p ON p.user_id = m.user_id AND p.course_id = gc.course_id \
                 WHERE m.group_id = ? AND m.user_id >= ? AND (m.user_id > ? OR gc.course_id > ?) \
                 AND gc.group_id = m.group_id AND u.id = m.user_id AND t.id = u.user_type_id \
                 AND c.id = gc.course_id",
                rules::has_course("u.id", "c.id"),
                units::completed("u.id", "c.id"),
            ),
            [group.into(), user.into(), user.into(), course.into()],
        )
        .courses_in_scope("c", scope)
        .add(
            " ORDER BY m.user_id, gc.course_id LIMIT ?",
            [paging::limit(EXPORT_PAGE)],
        )
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(row).collect())
}

fn row(found: ReportRecord) -> ReportRow {
    ReportRow {
        status: CourseStatus::of(found.started_at, found.completed_at),
        enrolled: found.enrolled,
        person: found.person,
        course: found.course,
        course_name: found.course_name,
        units: found.units,
        completed: found.completed,
        started_at: found.started_at,
        completed_at: found.completed_at,
    }
}
