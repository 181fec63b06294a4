//! The groups and branches of a course: out of them as it goes to the trash, and into them as it comes back.
use crate::{Error, Txn, base::sql::Sql};
use domain::ids::CourseId;

/// Condition that the branch of `t` still exists.
const BRANCH_IS_THERE: &str = "EXISTS (SELECT 1 FROM branches b WHERE b.id = t.branch_id)";
/// Condition that the group of `t` still exists, and its branch has the course.
const GROUP_CAN_HAVE_IT: &str = "EXISTS (SELECT 1 FROM groups g WHERE g.id = t.group_id \
     AND (g.branch_id IS NULL OR EXISTS (SELECT 1 FROM branch_courses b \
     WHERE b.branch_id = g.branch_id AND b.course_id = t.course_id)))";

/// Moves the course out of its groups and branches.
pub(super) async fn set_aside(txn: &Txn, course: CourseId) -> Result<(), Error> {
    for statement in [
        "INSERT INTO trashed_group_courses (course_id, group_id, group_name, position, added_at) \
         SELECT x.course_id, x.group_id, g.name, x.position, x.added_at FROM group_courses x \
         JOIN groups g ON g.id = x.group_id WHERE x.course_id = ?",
        "DELETE FROM group_courses WHERE course_id = ?",
        "INSERT INTO trashed_branch_courses (course_id, branch_id, branch_name) \
         SELECT x.course_id, x.branch_id, b.name FROM branch_courses x \
         JOIN branches b ON b.id = x.branch_id WHERE x.course_id = ?",
        "DELETE FROM branch_courses WHERE course_id = ?",
    ] {
        execute(txn, statement, course).await?;
    }
    Ok(())
}

/// Puts the course back into those of its groups and branches that can have it; returns the names of the others,
/// branches first.
pub(super) async fn give_back(txn: &Txn, course: CourseId) -> Result<Vec<String>, Error> {
    let branches = format!(
        "INSERT INTO branch_courses (branch_id, course_id) SELECT t.branch_id, t.course_id \
         FROM trashed_branch_courses t WHERE t.course_id = ? AND {BRANCH_IS_THERE}"
    );
    execute(txn, &branches, course).await?;
    make_room(txn, course).await?;
    let groups = format!(
        "INSERT INTO group_courses (group_id, course_id, position, added_at) \
         SELECT t.group_id, t.course_id, t.position, t.added_at \
         FROM trashed_group_courses t WHERE t.course_id = ? AND {GROUP_CAN_HAVE_IT}"
    );
    execute(txn, &groups, course).await?;
    lost(txn, course).await
}

/// Forgets what gave back: nothing of the course is in the trash.
pub(super) async fn forget(txn: &Txn, course: CourseId) -> Result<(), Error> {
    for statement in [
        "DELETE FROM trashed_group_courses WHERE course_id = ?",
        "DELETE FROM trashed_branch_courses WHERE course_id = ?",
    ] {
        execute(txn, statement, course).await?;
    }
    Ok(())
}

/// Moves the courses that took the course's place in a group, and those after them, down by one.
async fn make_room(txn: &Txn, course: CourseId) -> Result<(), Error> {
    let down = "UPDATE group_courses SET position = position + 1 WHERE EXISTS \
         (SELECT 1 FROM trashed_group_courses t JOIN group_courses x \
         ON x.group_id = t.group_id AND x.position = t.position \
         WHERE t.course_id = ? AND t.group_id = group_courses.group_id \
         AND group_courses.position >= t.position)";
    execute(txn, down, course).await
}

async fn lost(txn: &Txn, course: CourseId) -> Result<Vec<String>, Error> {
    Sql::new(txn)
        .add(
            &format!(
                "SELECT l.name FROM (SELECT 1 AS place, t.branch_name AS name \
                 FROM trashed_branch_courses t WHERE t.course_id = ? AND NOT {BRANCH_IS_THERE} \
                 UNION ALL SELECT 2 AS place, t.group_name AS name \
                 FROM trashed_group_courses t WHERE t.course_id = ? AND NOT {GROUP_CAN_HAVE_IT}) l \
                 ORDER BY l.place, l.name"
            ),
            [course.into(), course.into()],
        )
        .column(txn)
        .await
}

async fn execute(txn: &Txn, statement: &str, course: CourseId) -> Result<(), Error> {
    let sql = Sql::new(txn).add(statement, [course.into()]);
    sql.execute(txn).await.map(drop)
}
