//! A course's Learners tab: who is enrolled, why, and how far each has come.
use crate::{
    Db, Error,
    base::{entities::course, paging, search_text, sql::Sql, summaries::UserSummary},
    content::units,
    enrolments::sources,
};
use domain::{
    access_scope::AccessScope,
    enrolments::LearnerRow,
    ids::{CourseId, UserId},
    page::{Page, Search},
    time::Timestamp,
};
use sea_orm::FromQueryResult;

/// Up to this many learners are looked up one by one and sorted. Where there are more, users are
/// scanned by name and checked for an enrolment until the page is full.
const SMALL: u64 = 10_000;

/// Returns one page of the users in the scope who have the course, by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list(
    db: &Db,
    scope: AccessScope,
    course: CourseId,
    search: &Search,
) -> Result<Page<LearnerRow>, Error> {
    let found = course::Entity::find_live_by_id(course)
        .one(db.read())
        .await?;
    found.ok_or(Error::NotFound)?;
    let list = paging::List::new("users", paging::Order::Text("sort_name"));
    let words = search_text::search_words(&search.text);
    let has_course = if is_small(db, course).await? {
        " AND t.id IN (SELECT e.user_id FROM enrolments e WHERE e.course_id = ?)"
    } else {
        // Not EXISTS: SQLite would turn it into a join, look up every learner and sort them.
        " AND (SELECT count(*) FROM enrolments e WHERE e.user_id = t.id AND e.course_id = ?) > 0"
    };
    let ids = paging::ids(db, &list, search.cursor.as_deref(), |sql| {
        sql.add(has_course, [course.into()])
            .users_in_scope("t", scope)
            .words("t.search", &words)
    })
    .await?;
    let rows = rows(db, scope, course, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.user))
}

async fn is_small(db: &Db, course: CourseId) -> Result<bool, Error> {
    let enrolments = Sql::new(db.read())
        .add(
            "SELECT count(*) FROM (SELECT 1 FROM enrolments WHERE course_id = ? LIMIT ?) n",
            [course.into(), paging::limit(SMALL + 1)],
        )
        .number(db.read())
        .await?;
    Ok(enrolments.cast_unsigned() <= SMALL)
}

#[derive(FromQueryResult)]
struct LearnerRecord {
    #[sea_orm(nested)]
    user: UserSummary,
    completed: i64,
    completed_at: Option<Timestamp>,
}

async fn rows(
    db: &Db,
    scope: AccessScope,
    course: CourseId,
    users: &[UserId],
) -> Result<Vec<LearnerRow>, Error> {
    let found: Vec<LearnerRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {}, {} AS completed, p.completed_at \
                 FROM users t LEFT JOIN progress p ON p.user_id = t.id AND p.course_id = ? \
                 WHERE t.id IN ",
                UserSummary::columns("t"),
                units::completed("t.id", "?")
            ),
            [course.into(), course.into()],
        )
        .ids(users)
        .all(db.read())
        .await?;
    let mut why = sources::of(db, users, &[course]).await?;
    // Only administrators see who granted a course.
    if scope.instructor.is_some() {
        let reasons = why.values_mut().flatten();
        reasons.for_each(|reason| reason.granted_by = None);
    }
    Ok(found
        .into_iter()
        .map(|row| LearnerRow {
            why: why.remove(&(row.user.id, course)).unwrap_or_default(),
            user: row.user.id,
            name: row.user.full_name(),
            login: row.user.login,
            email: row.user.email,
            active: row.user.active,
            completed: row.completed,
            completed_at: row.completed_at,
        })
        .collect())
}
