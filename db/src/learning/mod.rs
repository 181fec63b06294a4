//! A learner's own courses, groups and progress.
pub mod learners;
mod next_courses;
mod outline;
mod progress;
pub mod report;

pub use next_courses::next_courses;
pub use outline::{preview, unit_text};
pub use progress::set_unit;

use crate::{
    Db, Error,
    base::{
        entities::{group, group_member},
        sql::Sql,
    },
    enrolments::{self, rules},
    groups::members,
};
use domain::{
    courses::{LearnerCourse, MyCourse, MyGroup, RememberedCourse},
    enrolments::{EnrolmentReason, EnrolmentSource},
    ids::{CourseId, UserId},
    orders::OrderState,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// Returns the courses a user is enrolled in and that are active or that they have begun, each once with all its
/// reasons; active ones first, unfinished ones before others, then by name.
///
/// # Errors
/// The database failed.
pub async fn my_courses(db: &Db, user: UserId) -> Result<Vec<MyCourse>, Error> {
    courses(db, user, None).await
}

/// Returns the courses that the user completed before they were deleted, the latest first: also those that
/// were deleted permanently.
///
/// # Errors
/// The database failed.
pub async fn remembered_courses(db: &Db, user: UserId) -> Result<Vec<RememberedCourse>, Error> {
    let found: Vec<Remembered> = Sql::new(db.read())
        .add(
            "SELECT c.name, p.completed_at FROM progress p JOIN courses c ON c.id = p.course_id \
             WHERE p.user_id = ? AND p.completed_at IS NOT NULL AND c.deleted_at IS NOT NULL \
             UNION ALL SELECT r.course_name AS name, r.completed_at \
             FROM remembered_completions r WHERE r.user_id = ? ORDER BY completed_at DESC, name",
            [user.into(), user.into()],
        )
        .all(db.read())
        .await?;
    let row = |found: Remembered| RememberedCourse {
        name: found.name,
        completed_at: found.completed_at,
    };
    Ok(found.into_iter().map(row).collect())
}

#[derive(FromQueryResult)]
struct Remembered {
    name: String,
    completed_at: Timestamp,
}

/// Returns the user's groups by name, without those in the trash.
///
/// # Errors
/// The database failed.
pub async fn my_groups(db: &Db, user: UserId) -> Result<Vec<MyGroup>, Error> {
    let ids = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .filter(group_member::Column::UserId.eq(user));
    let groups = group::Entity::find()
        .filter(group::Column::Id.in_subquery(ids.into_query()))
        .filter(group::Column::DeletedAt.is_null())
        .order_by_asc(group::Column::SortName)
        .order_by_asc(group::Column::Id)
        .all(db.read())
        .await?;
    let to_leave = members::groups_to_leave(db.read(), user).await?;
    Ok(groups
        .into_iter()
        .map(|row| MyGroup {
            can_leave: to_leave.contains(&row.id),
            id: row.id,
            name: row.name,
            courses: row.course_count,
        })
        .collect())
}

/// Whether the user is enrolled in the course, active or not.
///
/// # Errors
/// The database failed.
pub async fn is_enrolled(db: &Db, user: UserId, course: CourseId) -> Result<bool, Error> {
    enrolments::has_course(db.read(), user, course).await
}

/// Returns one of the user's courses with its units, and which of them are completed; one that is not active without
/// units.
///
/// # Errors
/// [`Error::NotFound`] where the user is not enrolled, or the course is not active and they have not begun it.
pub async fn course(db: &Db, user: UserId, course: CourseId) -> Result<LearnerCourse, Error> {
    let mine = courses(db, user, Some(course)).await?;
    let mine = mine.into_iter().next().ok_or(Error::NotFound)?;
    let units = match mine.active {
        true => outline::units(db, Some(user), course).await?,
        false => Vec::new(),
    };
    Ok(LearnerCourse {
        course: mine,
        units,
    })
}

#[derive(FromQueryResult)]
struct Reason {
    id: CourseId,
    name: String,
    description: String,
    category: Option<String>,
    unit_count: i64,
    completed: i64,
    completed_at: Option<Timestamp>,
    active: bool,
    source: EnrolmentSource,
    created_at: Timestamp,
    group_name: Option<String>,
    bought: Option<String>,
}

/// Returns all of the user's courses, or this one.
async fn courses(db: &Db, user: UserId, only: Option<CourseId>) -> Result<Vec<MyCourse>, Error> {
    let reasons: Vec<Reason> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT c.id, c.name, c.description, k.name AS category, c.unit_count, \
             coalesce(d.number, 0) AS completed, p.completed_at, c.active, e.source, e.created_at, \
             g.name AS group_name, \
             CASE WHEN {} THEN (SELECT max(o.title) FROM orders o \
             JOIN order_lines i ON i.order_id = o.id WHERE o.buyer_id = e.user_id \
             AND o.state = ? AND i.course_id = e.course_id) END AS bought \
             FROM enrolments e JOIN courses c ON c.id = e.course_id \
             LEFT JOIN categories k ON k.id = c.category_id \
             LEFT JOIN progress p ON p.user_id = e.user_id AND p.course_id = c.id \
             LEFT JOIN groups g ON g.id = e.group_id \
             LEFT JOIN (SELECT u.course_id, count(*) AS number FROM unit_completions x \
             JOIN units u ON u.id = x.unit_id WHERE x.user_id = ? GROUP BY u.course_id) d \
             ON d.course_id = c.id WHERE e.user_id = ? AND (c.active OR p.user_id IS NOT NULL)",
                rules::has_source("e", EnrolmentSource::Bundle)
            ),
            [OrderState::Paid.into(), user.into(), user.into()],
        )
        .when(only.is_some(), " AND c.id = ?", [only.into()])
        .text(
            " ORDER BY CASE WHEN c.active THEN 0 ELSE 1 END, \
             CASE WHEN p.completed_at IS NULL THEN 0 ELSE 1 END, c.sort_name, c.id, \
             e.source, g.sort_name",
        )
        .all(db.read())
        .await?;
    let mut courses: Vec<MyCourse> = Vec::new();
    for reason in reasons {
        let why = why(&reason);
        match courses.last_mut() {
            Some(last) if last.id == reason.id => last.why.push(why),
            _ => courses.push(first(reason, why)),
        }
    }
    Ok(courses)
}

fn first(reason: Reason, why: EnrolmentReason) -> MyCourse {
    MyCourse {
        id: reason.id,
        name: reason.name,
        description: reason.description,
        category: reason.category,
        units: reason.unit_count,
        completed: reason.completed,
        completed_at: reason.completed_at,
        active: reason.active,
        why: vec![why],
    }
}

/// Returns a reason without the person who granted it: only administrators see that.
fn why(reason: &Reason) -> EnrolmentReason {
    // The title of an order for a single course is the course's name.
    let bundle = reason.bought.clone().filter(|title| *title != reason.name);
    EnrolmentReason {
        source: reason.source,
        group: reason.group_name.clone().or(bundle),
        granted_by: None,
        since: reason.created_at,
    }
}
