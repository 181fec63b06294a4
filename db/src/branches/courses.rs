//! Which courses a branch has.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        locks::{lock_branch, lock_course},
        paging, search_text,
        sql::Sql,
        two_section_list::TwoSectionList,
    },
};
use domain::{
    activity::Activity,
    branches::BranchCourseRow,
    ids::{BranchId, CourseId, GroupId},
    page::{Page, Search},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Returns one page of the courses: those of the branch first, then the others, both by name.
///
/// # Errors
/// The database failed.
pub async fn list_courses(
    db: &Db,
    branch: BranchId,
    search: &Search,
) -> Result<Page<BranchCourseRow>, Error> {
    let words = search_text::search_words(&search.text);
    let in_first_section = |sql: Sql| {
        sql.add(
            "EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
                 AND b.course_id = t.id)",
            [branch.0.into()],
        )
    };
    let filtered = |sql: Sql| sql.words("t.search", &words);
    let ids = TwoSectionList::by_name(db, "courses", [true, true], in_first_section, filtered)
        .page(search.cursor.as_deref())
        .await?;
    let rows = rows(db, branch, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course.0))
}

/// Adds a course to the branch; returns its row. Adding twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn add_course(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    let name = lock_course(&txn, course).await?.name;
    if link_course(&txn, branch, course).await? {
        let added = Activity::BranchCoursesChanged {
            branch: row.name,
            course: name,
            added: true,
        };
        ActivitySubject::course(course)
            .log(&txn, audit, added)
            .await?;
        txn.commit().await?;
    }
    one(db, branch, course).await
}

/// Links the course to the branch; false where it already is.
pub(crate) async fn link_course(
    txn: &Txn,
    branch: BranchId,
    course: CourseId,
) -> Result<bool, Error> {
    let added = Sql::new(txn)
        .add(
            "INSERT INTO branch_courses (branch_id, course_id) VALUES (?, ?) \
             ON CONFLICT DO NOTHING",
            [branch.0.into(), course.0.into()],
        )
        .execute(txn)
        .await?;
    Ok(added > 0)
}

pub(crate) async fn has_course(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    course: CourseId,
) -> Result<bool, Error> {
    let found = Sql::new(conn)
        .add(
            "SELECT count(*) FROM branch_courses WHERE branch_id = ? AND course_id = ?",
            [branch.0.into(), course.0.into()],
        )
        .number(conn)
        .await?;
    Ok(found > 0)
}

/// Returns the names of the group's courses that the branch does not have, in order.
pub(crate) async fn missing_courses(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    group: GroupId,
) -> Result<Vec<String>, Error> {
    let foreign = courses_outside(conn, branch, group).await?;
    Ok(foreign.into_iter().map(|(_, name)| name).collect())
}

/// Returns the group's courses that the branch does not have, by name.
pub(crate) async fn courses_outside(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    group: GroupId,
) -> Result<Vec<(CourseId, String)>, Error> {
    let rows = Sql::new(conn)
        .add(
            "SELECT c.id, c.name FROM group_courses x JOIN courses c ON c.id = x.course_id \
             WHERE x.group_id = ? AND NOT EXISTS (SELECT 1 FROM branch_courses b \
             WHERE b.branch_id = ? AND b.course_id = c.id) ORDER BY c.name_folded, c.id",
            [group.0.into(), branch.0.into()],
        )
        .rows(conn)
        .await?;
    rows.iter()
        .map(|row| Ok((CourseId(row.try_get_by_index(0)?), row.try_get_by_index(1)?)))
        .collect()
}

#[derive(FromQueryResult)]
struct BranchCourseRecord {
    id: i64,
    name: String,
    category: Option<String>,
    active: bool,
    in_branch: bool,
    owned: bool,
    groups: i64,
}

pub(crate) async fn one(
    db: &Db,
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, Error> {
    let mut rows = rows(db, branch, &[course.0]).await?;
    rows.pop().ok_or(Error::NotFound)
}

async fn rows(db: &Db, branch: BranchId, courses: &[i64]) -> Result<Vec<BranchCourseRow>, Error> {
    let found = Sql::new(db.read())
        .add(
            "SELECT t.id, t.name, k.name AS category, t.active, EXISTS (SELECT 1 \
             FROM branch_courses b WHERE b.branch_id = ? AND b.course_id = t.id) AS in_branch, \
             coalesce(t.branch_id = ?, FALSE) AS owned, (SELECT count(*) FROM group_courses x \
             JOIN groups g ON g.id = x.group_id WHERE x.course_id = t.id AND g.branch_id = ? \
             AND g.deleted_at IS NULL) AS groups \
             FROM courses t LEFT JOIN categories k ON k.id = t.category_id WHERE t.id IN ",
            [branch.0.into(), branch.0.into(), branch.0.into()],
        )
        .ids(courses)
        .rows(db.read())
        .await?;
    let row = |row: BranchCourseRecord| BranchCourseRow {
        course: CourseId(row.id),
        name: row.name,
        category: row.category,
        active: row.active,
        in_branch: row.in_branch,
        owned: row.owned,
        groups: row.groups,
    };
    Ok(found
        .iter()
        .map(|found| BranchCourseRecord::from_query_result(found, "").map(row))
        .collect::<Result<_, _>>()?)
}
