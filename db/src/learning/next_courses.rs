//! What a learner can go on with after a course.
use crate::{Db, Error, base::sql::Sql};
use domain::{
    courses::MyCourse,
    ids::{CourseId, UserId},
};
use sea_orm::FromQueryResult;

/// How many courses are offered.
const MOST: usize = 3;

#[derive(FromQueryResult)]
struct Neighbour {
    id: CourseId,
}

/// Returns courses of the groups from which the user has this course, which they have not completed: those after it in
/// their group's order first.
///
/// # Errors
/// The database failed.
pub async fn next_courses(db: &Db, user: UserId, course: CourseId) -> Result<Vec<MyCourse>, Error> {
    let neighbours: Vec<Neighbour> = Sql::new(db.read())
        .add(
            "SELECT o.course_id AS id FROM enrolments e \
             JOIN group_courses h ON h.group_id = e.group_id AND h.course_id = e.course_id \
             JOIN group_courses o ON o.group_id = h.group_id AND o.course_id <> h.course_id \
             WHERE e.user_id = ? AND e.course_id = ? GROUP BY o.course_id \
             ORDER BY min(CASE WHEN o.position > h.position THEN 0 ELSE 1 END), min(o.position), o.course_id",
            [user.into(), course.into()],
        )
        .all(db.read())
        .await?;
    let mut mine = super::my_courses(db, user).await?;
    mine.retain(|one| one.active && one.completed_at.is_none());
    let place = |id: CourseId| neighbours.iter().position(|one| one.id == id);
    mine.retain(|one| place(one.id).is_some());
    mine.sort_by_key(|one| place(one.id));
    mine.truncate(MOST);
    Ok(mine)
}
