//! Why users have courses.
use crate::{Db, Error, base::sql::Sql};
use domain::{
    enrolments::{EnrolmentReason, EnrolmentSource},
    time::Timestamp,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Record {
    user_id: i64,
    course_id: i64,
    source: String,
    group_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    created_at: i64,
}

/// Returns why these users have these courses, by user and course.
pub(crate) async fn of(
    db: &Db,
    users: &[i64],
    courses: &[i64],
) -> Result<HashMap<(i64, i64), Vec<EnrolmentReason>>, Error> {
    let found = Sql::new(db.read())
        .text(
            "SELECT e.user_id, e.course_id, e.source, g.name AS group_name, u.first_name, \
             u.last_name, e.created_at FROM enrolments e LEFT JOIN groups g ON g.id = e.group_id \
             LEFT JOIN users u ON u.id = e.given_by WHERE e.user_id IN ",
        )
        .ids(users)
        .text(" AND e.course_id IN ")
        .ids(courses)
        .text(" ORDER BY e.source, g.name_folded, e.id")
        .rows(db.read())
        .await?;
    let mut reasons: HashMap<_, Vec<EnrolmentReason>> = HashMap::new();
    for row in &found {
        let row = Record::from_query_result(row, "")?;
        let granted_by = row.first_name.zip(row.last_name);
        let reason = EnrolmentReason {
            source: EnrolmentSource::from_code(&row.source)
                .ok_or(Error::InvalidData("enrolments.source"))?,
            group: row.group_name,
            granted_by: granted_by.map(|(first, last)| format!("{first} {last}")),
            since: Timestamp(row.created_at),
        };
        let place = (row.user_id, row.course_id);
        reasons.entry(place).or_default().push(reason);
    }
    Ok(reasons)
}
