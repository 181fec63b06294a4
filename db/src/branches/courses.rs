//! Which courses a branch has.
use super::lock;
use crate::{
    AuditContext, Db, Error, Txn, courses, entities::group, group_courses, groups, paging,
    search_text, sql::Sql, two_section_list::TwoSectionList,
};
use domain::{
    branches::BranchCourseRow,
    groups::RemovalPolicy,
    ids::{BranchId, CourseId, GroupId},
    page::{Page, Search},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

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
    let halves = TwoSectionList {
        db,
        table: "courses",
        shown: &[true, false],
        in_first_section: |sql: Sql| {
            sql.add(
                "EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
                 AND b.course_id = t.id)",
                [branch.0.into()],
            )
        },
        filtered: |sql: Sql| sql.words("t.search", &words),
    };
    let ids = halves.page(search.cursor.as_deref()).await?;
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
    let row = lock(&txn, branch).await?;
    let name = courses::lock(&txn, course).await?.name;
    if link_course(&txn, branch, course).await? {
        let detail = format!("added the course {name} to the branch {}", row.name);
        courses::log(&txn, audit, "branch.course", course, detail).await?;
        txn.commit().await?;
    }
    one(db, branch, course).await
}

/// Removes a course from the branch and from the branch's groups, under the removal policy of
/// each; progress stays. Returns its row.
///
/// # Errors
/// [`Error::NotFound`], also for a course that the branch does not have, and for one that was
/// created there, which stays.
pub async fn remove_course(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    let found = courses::lock(&txn, course).await?;
    let owned = found.branch_id == Some(branch.0);
    if owned || !has_course(&txn, branch, course).await? {
        return Err(Error::NotFound);
    }
    for group in groups_with(&txn, branch, course).await? {
        group_courses::remove_locked(&txn, audit, &group, course).await?;
    }
    Sql::new(&txn)
        .add(
            "DELETE FROM branch_courses WHERE branch_id = ? AND course_id = ?",
            [branch.0.into(), course.0.into()],
        )
        .execute(&txn)
        .await?;
    let detail = format!(
        "removed the course {} from the branch {}",
        found.name, row.name
    );
    courses::log(&txn, audit, "branch.course", course, detail).await?;
    txn.commit().await?;
    one(db, branch, course).await
}

/// Returns the groups of the branch that would lose the course, by name, with their removal
/// policies.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn removal_preview(
    db: &Db,
    branch: BranchId,
    course: CourseId,
) -> Result<(BranchCourseRow, Vec<(String, RemovalPolicy)>), Error> {
    let row = one(db, branch, course).await?;
    let groups = groups_with(db.read(), branch, course).await?;
    let groups = groups
        .into_iter()
        .filter(|group| group.deleted_at.is_none());
    let groups = groups.map(|group| {
        let policy = groups::removal_policy(&group)?;
        Ok::<_, Error>((group.name, policy))
    });
    Ok((row, groups.collect::<Result<_, _>>()?))
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
pub(super) async fn courses_outside(
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

/// Returns the branch's groups that have the course, also those in the trash, in the order of
/// locks.
async fn groups_with(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    course: CourseId,
) -> Result<Vec<group::Model>, Error> {
    let ids = Sql::new(conn)
        .add(
            "SELECT x.group_id FROM group_courses x JOIN groups g ON g.id = x.group_id \
             WHERE x.course_id = ? AND g.branch_id = ?",
            [course.0.into(), branch.0.into()],
        )
        .numbers(conn)
        .await?;
    Ok(group::Entity::find()
        .filter(group::Column::Id.is_in(ids))
        .order_by_asc(group::Column::Id)
        .all(conn)
        .await?)
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

async fn one(db: &Db, branch: BranchId, course: CourseId) -> Result<BranchCourseRow, Error> {
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
