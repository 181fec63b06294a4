//! A user's Courses tab: the courses he has, with every reason and how far he came, and the
//! others.
use crate::{Db, Error, entities::user, fold, halves::Halves, paging, sql::Sql};
use domain::{
    enrolments::{Reason, Source, UserCourseRow},
    ids::{CourseId, UserId},
    page::{Page, Search},
    realm::Realm,
    time::Timestamp,
};
use sea_orm::{EntityTrait, FromQueryResult};
use std::collections::HashMap;

/// One page of the courses, those he is enrolled in first, each by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list_courses(
    db: &Db,
    realm: Realm,
    user: UserId,
    search: &Search,
) -> Result<Page<UserCourseRow>, Error> {
    let person = user::Entity::find_by_id(user.0).one(db.read()).await?;
    person.ok_or(Error::NotFound)?;
    let words = fold::words(&search.text);
    let halves = Halves {
        db,
        table: "courses",
        shown: &[true, false],
        has: |sql: Sql| {
            sql.add(
                "EXISTS (SELECT 1 FROM enrolments e WHERE e.user_id = ? AND e.course_id = t.id)",
                [user.0.into()],
            )
        },
        narrowed: |sql: Sql| sql.courses_of("t", realm).words("t.search", &words),
    };
    let ids = halves.page(search.cursor.as_deref()).await?;
    let rows = rows(db, user, &ids.rows).await?;
    Ok(paging::arrange(ids, rows, |row| row.course.0))
}

/// One row as it is now.
///
/// # Errors
/// [`Error::NotFound`] where there is no such course.
pub async fn get_course(db: &Db, user: UserId, course: CourseId) -> Result<UserCourseRow, Error> {
    let mut rows = rows(db, user, &[course.0]).await?;
    rows.pop().ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
    name: String,
    category: Option<String>,
    active: bool,
    unit_count: i64,
    completed: i64,
    completed_at: Option<i64>,
}

async fn rows(db: &Db, user: UserId, courses: &[i64]) -> Result<Vec<UserCourseRow>, Error> {
    let found = Sql::new(db.read())
        .add(
            "SELECT t.id, t.name, k.name AS category, t.active, t.unit_count, \
             (SELECT count(*) FROM units n JOIN unit_completions x ON x.unit_id = n.id \
             AND x.user_id = ? WHERE n.course_id = t.id) AS completed, p.completed_at \
             FROM courses t LEFT JOIN categories k ON k.id = t.category_id \
             LEFT JOIN progress p ON p.course_id = t.id AND p.user_id = ? WHERE t.id IN ",
            [user.0.into(), user.0.into()],
        )
        .ids(courses)
        .rows(db.read())
        .await?;
    let mut why = reasons(db, user, courses).await?;
    found
        .iter()
        .map(|row| {
            let row = Found::from_query_result(row, "")?;
            Ok(UserCourseRow {
                course: CourseId(row.id),
                name: row.name,
                category: row.category,
                active: row.active,
                units: row.unit_count,
                completed: row.completed,
                completed_at: row.completed_at.map(Timestamp),
                why: why.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct Why {
    course_id: i64,
    source: String,
    group_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    created_at: i64,
}

/// Why the user has these courses, by course.
async fn reasons(
    db: &Db,
    user: UserId,
    courses: &[i64],
) -> Result<HashMap<i64, Vec<Reason>>, Error> {
    let found = Sql::new(db.read())
        .add(
            "SELECT e.course_id, e.source, g.name AS group_name, u.first_name, u.last_name, \
             e.created_at FROM enrolments e LEFT JOIN groups g ON g.id = e.group_id \
             LEFT JOIN users u ON u.id = e.given_by WHERE e.user_id = ? AND e.course_id IN ",
            [user.0.into()],
        )
        .ids(courses)
        .text(" ORDER BY e.source, g.name_folded, e.id")
        .rows(db.read())
        .await?;
    let mut reasons: HashMap<i64, Vec<Reason>> = HashMap::new();
    for row in &found {
        let row = Why::from_query_result(row, "")?;
        let giver = row.first_name.zip(row.last_name);
        let reason = Reason {
            source: Source::from_code(&row.source).ok_or(Error::Corrupt("enrolments.source"))?,
            group: row.group_name,
            giver: giver.map(|(first, last)| format!("{first} {last}")),
            since: Timestamp(row.created_at),
        };
        reasons.entry(row.course_id).or_default().push(reason);
    }
    Ok(reasons)
}
