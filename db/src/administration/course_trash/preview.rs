//! What deleting a course would end, counted before anything is written.
use crate::{
    Db, Error,
    base::{entities::course, sql::Sql},
    settings,
};
use domain::{courses::CourseDeletion, ids::CourseId, orders::OrderState};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Learners {
    learners: i64,
    in_progress: i64,
    completed: i64,
}

#[derive(FromQueryResult)]
struct Groups {
    groups: i64,
    bundles: i64,
    default_groups: i64,
}

/// Returns what deleting the course would end.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn preview(db: &Db, course: CourseId) -> Result<CourseDeletion, Error> {
    let row = course::Entity::find_live_by_id(course)
        .one(db.read())
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let learners = learners(db, course).await?;
    let groups = groups(db, course).await?;
    let branches = Sql::new(db.read()).add(
        "SELECT count(*) FROM branch_courses b WHERE b.course_id = ? AND b.branch_id <> ?",
        [course.into(), row.branch_id.map_or(0, |own| own.0).into()],
    );
    let waiting_orders = Sql::new(db.read()).add(
        "SELECT count(DISTINCT o.id) FROM order_lines l JOIN orders o ON o.id = l.order_id \
         WHERE l.course_id = ? AND o.state = ?",
        [course.into(), OrderState::Waiting.into()],
    );
    Ok(CourseDeletion {
        name: row.name,
        learners: learners.learners,
        in_progress: learners.in_progress,
        completed: learners.completed,
        groups: groups.groups,
        bundles: groups.bundles,
        default_groups: groups.default_groups,
        branches: branches.number(db.read()).await?,
        waiting_orders: waiting_orders.number(db.read()).await?,
    })
}

async fn learners(db: &Db, course: CourseId) -> Result<Learners, Error> {
    let found = Sql::new(db.read())
        .text(&format!(
            "SELECT count(*) AS learners, {} AS in_progress, {} AS completed FROM ",
            number_where("p.user_id IS NOT NULL AND p.completed_at IS NULL"),
            number_where("p.completed_at IS NOT NULL"),
        ))
        .add(
            "(SELECT DISTINCT e.user_id FROM enrolments e WHERE e.course_id = ?) l \
             LEFT JOIN progress p ON p.user_id = l.user_id AND p.course_id = ?",
            [course.into(), course.into()],
        )
        .one(db.read())
        .await?;
    found.ok_or(Error::NotFound)
}

async fn groups(db: &Db, course: CourseId) -> Result<Groups, Error> {
    let of_portal = settings::default_group_on(db.read()).await?;
    let found = Sql::new(db.read())
        .add(
            &format!(
                "SELECT count(*) AS groups, {} AS bundles, {} AS default_groups \
                 FROM group_courses x JOIN groups g ON g.id = x.group_id \
                 WHERE x.course_id = ? AND g.deleted_at IS NULL",
                number_where("g.price_minor > 0"),
                number_where(
                    "g.id = ? OR EXISTS (SELECT 1 FROM branches b WHERE b.default_group_id = g.id)"
                ),
            ),
            [of_portal.map_or(0, |group| group.0).into(), course.into()],
        )
        .one(db.read())
        .await?;
    found.ok_or(Error::NotFound)
}

/// The number of rows for which this holds.
fn number_where(condition: &str) -> String {
    format!("CAST(coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
}
