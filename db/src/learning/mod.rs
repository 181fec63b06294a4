//! A learner's own courses, groups and progress.
pub mod learners;
mod mine;
mod next_courses;
mod outline;
mod progress;
pub mod report;
pub mod teaching;

pub use next_courses::next_courses;
pub use outline::{preview, unit_text};
pub use progress::set_unit;

use crate::{
    Db, Error,
    base::{
        entities::{group, group_member},
        sql::Sql,
    },
    enrolments,
    groups::members,
};
use domain::{
    courses::{LearnerCourse, MyCourse, MyGroup, RememberedCourse},
    ids::{CourseId, GroupId, UserId},
    time::Timestamp,
};
use mine::{Selected, courses};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// Returns the courses a user is enrolled in and that are active or that they have begun, each once with all its
/// reasons; active ones first, unfinished ones before others, then by name.
///
/// # Errors
/// The database failed.
pub async fn my_courses(db: &Db, user: UserId) -> Result<Vec<MyCourse>, Error> {
    courses(db, user, Selected::All).await
}

/// As [`my_courses`], of those that are courses of the group; of all where the user is not its member. Also returns the
/// group's name.
///
/// # Errors
/// The database failed.
pub async fn my_courses_of(
    db: &Db,
    user: UserId,
    group: Option<GroupId>,
) -> Result<(Vec<MyCourse>, Option<String>), Error> {
    let name: Option<String> = Sql::new(db.read())
        .add(
            "SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id \
             WHERE m.user_id = ? AND m.group_id = ? AND g.deleted_at IS NULL",
            [user.into(), group.into()],
        )
        .value(db.read())
        .await?;
    let selected = match group.filter(|_| name.is_some()) {
        Some(group) => Selected::OfGroup(group),
        None => Selected::All,
    };
    Ok((courses(db, user, selected).await?, name))
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

/// Returns one of the user's courses without its units.
///
/// # Errors
/// As [`course`].
pub async fn my_course(db: &Db, user: UserId, course: CourseId) -> Result<MyCourse, Error> {
    let mine = courses(db, user, Selected::One(course)).await?;
    mine.into_iter().next().ok_or(Error::NotFound)
}

/// Returns one of the user's courses with its units, and which of them are completed; one that is not active without
/// units.
///
/// # Errors
/// [`Error::NotFound`] where the user is not enrolled, or the course is not active and they have not begun it.
pub async fn course(db: &Db, user: UserId, course: CourseId) -> Result<LearnerCourse, Error> {
    let mine = my_course(db, user, course).await?;
    let units = match mine.active {
        true => outline::units(db, Some(user), course).await?,
        false => Vec::new(),
    };
    Ok(LearnerCourse {
        course: mine,
        units,
    })
}
