//! A user's Courses tab: the user's courses with reasons and progress, and the other courses.
use crate::{
    Db, Error,
    base::{
        entities::user, paging, search_text, sql::Sql, summaries::CourseSummary,
        two_section_list::TwoSectionList,
    },
    content::units,
    enrolments::{rules, sources},
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
    let user_row = user::Entity::find_by_id(user).one(db.read()).await?;
    user_row.ok_or(Error::NotFound)?;
    let words = search_text::search_words(&search.text);
    let in_first_section = |sql: Sql| sql.add(&rules::has_course("?", "t.id"), [user.into()]);
    let filtered = |sql: Sql| sql.courses_in_scope("t", scope).words("t.search", &words);
    let ids = TwoSectionList::by_name(db, "courses", [true, true], in_first_section, filtered)
        .page(search.cursor.as_deref())
        .await?;
    let rows = rows(db, user, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course))
}

/// Returns one row as it is now.
///
/// # Errors
/// [`Error::NotFound`] if the course does not exist.
pub async fn get_course(db: &Db, user: UserId, course: CourseId) -> Result<UserCourseRow, Error> {
    let mut rows = rows(db, user, &[course]).await?;
    rows.pop().ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct UserCourseRecord {
    #[sea_orm(nested)]
    course: CourseSummary,
    completed: i64,
    completed_at: Option<Timestamp>,
}

async fn rows(db: &Db, user: UserId, courses: &[CourseId]) -> Result<Vec<UserCourseRow>, Error> {
    let found: Vec<UserCourseRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {}, {} AS completed, p.completed_at \
                 FROM courses t LEFT JOIN categories k ON k.id = t.category_id \
                 LEFT JOIN progress p ON p.course_id = t.id AND p.user_id = ? WHERE t.id IN ",
                CourseSummary::columns("t"),
                units::completed("?", "t.id")
            ),
            [user.into(), user.into()],
        )
        .ids(courses)
        .all(db.read())
        .await?;
    let mut why = sources::of(db, &[user], courses).await?;
    Ok(found
        .into_iter()
        .map(|row| UserCourseRow {
            why: why.remove(&(user, row.course.id)).unwrap_or_default(),
            course: row.course.id,
            name: row.course.name,
            category: row.course.category,
            active: row.course.active,
            units: row.course.unit_count,
            completed: row.completed,
            completed_at: row.completed_at,
        })
        .collect())
}
