//! Which courses a branch has.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{branch_course, course::is_live},
        locks::{lock_branch, lock_course},
        paging, search_text,
        sql::Sql,
        summaries::CourseSummary,
        two_section_list::TwoSectionList,
    },
};
use domain::{
    activity::Activity,
    branches::BranchCourseRow,
    ids::{BranchId, CourseId, GroupId},
    page::{Page, Search},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, sea_query::OnConflict,
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
    let in_first_section = |sql: Sql| {
        sql.add(
            "EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
                 AND b.course_id = t.id)",
            [branch.into()],
        )
    };
    let filtered = |sql: Sql| {
        sql.text(&format!(" AND {}", is_live("t")))
            .words("t.search", &words)
    };
    let ids = TwoSectionList::by_name(db, "courses", [true, true], in_first_section, filtered)
        .page(search.cursor.as_deref())
        .await?;
    let rows = rows(db, branch, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course))
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
    let linked = link_course(&txn, branch, course).await?;
    let added = Activity::BranchCoursesChanged {
        branch: row.name,
        course: name,
        added: true,
    };
    ActivitySubject::course(course)
        .log_and_commit_if(linked, txn, audit, added)
        .await?;
    one(db, branch, course).await
}

/// Links the course to the branch; false where it already is.
pub(crate) async fn link_course(
    txn: &Txn,
    branch: BranchId,
    course: CourseId,
) -> Result<bool, Error> {
    let link = branch_course::ActiveModel {
        branch_id: Set(branch),
        course_id: Set(course),
    };
    let added = branch_course::Entity::insert(link)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    Ok(added > 0)
}

pub(crate) async fn has_course(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    course: CourseId,
) -> Result<bool, Error> {
    let link = branch_course::Entity::find_by_id((branch, course))
        .one(conn)
        .await?;
    Ok(link.is_some())
}

/// Returns the names of the group's courses that the branch does not have, in order.
pub(crate) async fn missing_courses(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    group: GroupId,
) -> Result<Vec<String>, Error> {
    let foreign = courses_outside(conn, branch, group).await?;
    Ok(foreign.into_iter().map(|course| course.name).collect())
}

/// A course that a branch does not have.
#[derive(FromQueryResult)]
pub(crate) struct ForeignCourse {
    pub id: CourseId,
    pub name: String,
}

/// Returns the group's courses that the branch does not have, by name.
pub(crate) async fn courses_outside(
    conn: &impl ConnectionTrait,
    branch: BranchId,
    group: GroupId,
) -> Result<Vec<ForeignCourse>, Error> {
    Sql::new(conn)
        .add(
            "SELECT c.id, c.name FROM group_courses x JOIN courses c ON c.id = x.course_id \
             WHERE x.group_id = ? AND NOT EXISTS (SELECT 1 FROM branch_courses b \
             WHERE b.branch_id = ? AND b.course_id = c.id) ORDER BY c.sort_name, c.id",
            [group.into(), branch.into()],
        )
        .all(conn)
        .await
}

#[derive(FromQueryResult)]
struct BranchCourseRecord {
    #[sea_orm(nested)]
    course: CourseSummary,
    in_branch: bool,
    owned: bool,
    groups: i64,
}

pub(crate) async fn one(
    db: &Db,
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, Error> {
    let mut rows = rows(db, branch, &[course]).await?;
    rows.pop().ok_or(Error::NotFound)
}

async fn rows(
    db: &Db,
    branch: BranchId,
    courses: &[CourseId],
) -> Result<Vec<BranchCourseRow>, Error> {
    let found = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {}, EXISTS (SELECT 1 \
                 FROM branch_courses b WHERE b.branch_id = ? AND b.course_id = t.id) AS in_branch, \
                 coalesce(t.branch_id = ?, FALSE) AS owned, (SELECT count(*) FROM group_courses x \
                 JOIN groups g ON g.id = x.group_id WHERE x.course_id = t.id AND g.branch_id = ? \
                 AND g.deleted_at IS NULL) AS groups \
                 FROM courses t LEFT JOIN categories k ON k.id = t.category_id WHERE t.id IN ",
                CourseSummary::columns("t")
            ),
            [branch.into(), branch.into(), branch.into()],
        )
        .ids(courses)
        .all(db.read())
        .await?;
    let row = |row: BranchCourseRecord| BranchCourseRow {
        course: row.course.id,
        name: row.course.name,
        category: row.course.category,
        active: row.course.active,
        in_branch: row.in_branch,
        owned: row.owned,
        groups: row.groups,
    };
    Ok(found.into_iter().map(row).collect())
}
