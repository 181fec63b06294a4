//! Why users have courses.
use crate::{
    Db, Error,
    base::{entities::user::full_name, sql::Sql},
};
use domain::{
    enrolments::{EnrolmentReason, EnrolmentSource},
    ids::{CourseId, UserId},
    time::Timestamp,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Record {
    user_id: UserId,
    course_id: CourseId,
    source: EnrolmentSource,
    group_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    created_at: Timestamp,
}

/// Returns why these users have these courses, by user and course.
pub(crate) async fn of(
    db: &Db,
    users: &[UserId],
    courses: &[CourseId],
) -> Result<HashMap<(UserId, CourseId), Vec<EnrolmentReason>>, Error> {
    let found: Vec<Record> = Sql::new(db.read())
        .text(
            "SELECT e.user_id, e.course_id, e.source, g.name AS group_name, u.first_name, \
             u.last_name, e.created_at FROM enrolments e LEFT JOIN groups g ON g.id = e.group_id \
             LEFT JOIN users u ON u.id = e.given_by WHERE e.user_id IN ",
        )
        .ids(users)
        .text(" AND e.course_id IN ")
        .ids(courses)
        .text(" ORDER BY e.source, g.sort_name, e.id")
        .all(db.read())
        .await?;
    let mut reasons: HashMap<_, Vec<EnrolmentReason>> = HashMap::new();
    for row in found {
        let granted_by = row.first_name.zip(row.last_name);
        let reason = EnrolmentReason {
            source: row.source,
            group: row.group_name,
            granted_by: granted_by.map(|(first, last)| full_name(&first, &last)),
            since: row.created_at,
        };
        let place = (row.user_id, row.course_id);
        reasons.entry(place).or_default().push(reason);
    }
    Ok(reasons)
}
