//! A user's Courses tab: the user's courses with reasons and progress, and the other courses.
use crate::{
    Db, Error,
    base::{entities::user, paging, search_text, sql::Sql, two_section_list::TwoSectionList},
    enrolments::sources,
};
use domain::{
    access_scope::AccessScope,
    enrolments::UserCourseRow,
    ids::{CourseId, UserId},
    page::{Page, Search},
    time::Timestamp,
};
use sea_orm::{EntityTrait, FromQueryResult};

/// Returns one page of the courses, those the user is enrolled in first, each by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list_courses(
    db: &Db,
    scope: AccessScope,
    user: UserId,
    search: &Search,
) -> Result<Page<UserCourseRow>, Error> {
    let person = user::Entity::find_by_id(user.0).one(db.read()).await?;
    person.ok_or(Error::NotFound)?;
    let words = search_text::search_words(&search.text);
    let in_first_section = |sql: Sql| {
        sql.add(
            "EXISTS (SELECT 1 FROM enrolments e WHERE e.user_id = ? AND e.course_id = t.id)",
            [user.0.into()],
        )
    };
    let filtered = |sql: Sql| sql.courses_in_scope("t", scope).words("t.search", &words);
    let ids = TwoSectionList::by_name(db, "courses", [true, true], in_first_section, filtered)
        .page(search.cursor.as_deref())
        .await?;
    let rows = rows(db, user, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course.0))
}

/// Returns one row as it is now.
///
/// # Errors
/// [`Error::NotFound`] if the course does not exist.
pub async fn get_course(db: &Db, user: UserId, course: CourseId) -> Result<UserCourseRow, Error> {
    let mut rows = rows(db, user, &[course.0]).await?;
    rows.pop().ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct UserCourseRecord {
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
    let mut why = sources::of(db, &[user.0], courses).await?;
    found
        .iter()
        .map(|row| {
            let row = UserCourseRecord::from_query_result(row, "")?;
            Ok(UserCourseRow {
                course: CourseId(row.id),
                name: row.name,
                category: row.category,
                active: row.active,
                units: row.unit_count,
                completed: row.completed,
                completed_at: row.completed_at.map(Timestamp),
                why: why.remove(&(user.0, row.id)).unwrap_or_default(),
            })
        })
        .collect()
}
