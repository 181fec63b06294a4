//! Courses as administrators and instructors list and edit them.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{category, course, unit},
        locks::{lock_branch_shared, lock_course},
        paging::{self, List, Order},
        search_text::{case_fold, of_name, search_words, truncate_bytes},
        sent_forms,
        sql::Sql,
        summaries::CourseSummary,
    },
    branches,
    content::{categories, units},
    instructors, settings,
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    courses::{CourseDetails, CourseInfo, CourseQuery, CourseRow},
    edits::{FormVersion, SavedForm},
    ids::{BranchId, CourseId},
    money::Price,
    page::Page,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

/// Returns one page of the courses by name.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    query: &CourseQuery,
) -> Result<Page<CourseRow>, Error> {
    let list = List::new("courses", Order::Text("sort_name"));
    let words = search_words(&query.search.text);
    let within = match query.category {
        Some(category) => Some(categories::with_below(db.read(), category).await?),
        None => None,
    };
    let listed = query.listed;
    let ids = paging::ids(db, &list, query.search.cursor.as_deref(), |sql| {
        let sql = match &within {
            Some(within) => sql.text(" AND t.category_id IN ").ids(within),
            None => sql,
        };
        let sql = match listed {
            Some(true) => sql.text(" AND t.listed"),
            Some(false) => sql.text(" AND NOT t.listed"),
            None => sql,
        };
        sql.courses_in_scope("t", scope).words("t.search", &words)
    })
    .await?;
    let found = rows(db, scope, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, found, |row| row.id))
}

/// Returns a course, active or not, with its units in order.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, course: CourseId) -> Result<CourseDetails, Error> {
    let row = course::Entity::find_live_by_id(course)
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let units = unit::Entity::find()
        .filter(unit::Column::CourseId.eq(course))
        .order_by_asc(unit::Column::Position)
        .all(db.read())
        .await?;
    let version = saved(db.read(), &row).await?.version();
    Ok(CourseDetails {
        id: row.id,
        name: row.name,
        description: row.description,
        category: row.category_id,
        price: row.price,
        active: row.active,
        listed: row.listed,
        units: units.into_iter().map(units::row).collect(),
        version,
    })
}

/// Adds a course without units to the actor's branch; instructors who add one teach it.
///
/// # Errors
/// [`Error::NotFound`] where the category does not exist.
pub async fn create(db: &Db, audit: &AuditContext, info: &CourseInfo) -> Result<CourseId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(CourseId(earlier));
    }
    lock_branch_shared(&txn, audit.scope.branch).await?;
    check_category(&txn, info).await?;
    let mut row = course::ActiveModel {
        branch_id: Set(audit.scope.branch),
        unit_count: Set(0),
        created_at: Set(audit.at),
        ..Default::default()
    };
    fill(&mut row, info);
    let course = row.insert(&txn).await?.id;
    if let Some(branch) = audit.scope.branch {
        branches::link_course(&txn, branch, course).await?;
    }
    if let Some(instructor) = audit.scope.instructor {
        instructors::insert(&txn, course.into(), instructor).await?;
    }
    let name = info.name.as_str().to_owned();
    ActivitySubject::course(course)
        .log(&txn, audit, Activity::CourseAdded { course: name })
        .await?;
    sent_forms::remember(&txn, audit, course).await?;
    txn.commit().await?;
    Ok(course)
}

/// Saves the form. Enrolments and progress stay, also where the course becomes inactive.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Edited`] where the course is not the one of this `version`.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    version: &FormVersion,
    info: &CourseInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_course(&txn, course).await?;
    saved(&txn, &row).await?.check(version)?;
    check_category(&txn, info).await?;
    let mut row = row.into_active_model();
    fill(&mut row, info);
    row.update(&txn).await?;
    let name = info.name.as_str().to_owned();
    ActivitySubject::course(course)
        .log(&txn, audit, Activity::CourseEdited { course: name })
        .await?;
    txn.commit().await
}

/// Returns the form of a course as it is saved.
async fn saved(conn: &impl ConnectionTrait, row: &course::Model) -> Result<SavedForm, Error> {
    let category = match row.category_id {
        Some(category) => category::Entity::find_by_id(category).one(conn).await?,
        None => None,
    };
    let id = row.category_id.map_or(0, |category| category.0);
    let price = row.price.display(settings::currency_on(conn).await?);
    Ok(SavedForm::new()
        .text("Name", &*row.name)
        .text("Description", &*row.description)
        .choice(
            "Category",
            id,
            category.map(|row| row.name).unwrap_or_default(),
        )
        .choice("Price", row.price.minor(), price)
        .yes_or_no("Active", row.active)
        .yes_or_no("Listed in the catalog", row.listed))
}

#[derive(FromQueryResult)]
struct CourseRecord {
    #[sea_orm(nested)]
    course: CourseSummary,
    price: Price,
    listed: bool,
    branch_id: Option<BranchId>,
    learners: i64,
}

/// Returns the rows of one page; the counts come with the same statement.
async fn rows(db: &Db, scope: AccessScope, ids: &[CourseId]) -> Result<Vec<CourseRow>, Error> {
    let found = Sql::new(db.read())
        .text(&format!("SELECT {}, ", CourseSummary::columns("c")))
        .text(
            "c.price_minor AS price, c.listed, c.branch_id, coalesce(l.number, 0) AS learners \
             FROM courses c LEFT JOIN categories k ON k.id = c.category_id \
             LEFT JOIN (SELECT e.course_id, count(DISTINCT e.user_id) AS number \
             FROM enrolments e JOIN users u ON u.id = e.user_id WHERE e.course_id IN ",
        )
        .ids(ids)
        .users_in_scope("u", scope)
        .text(" GROUP BY e.course_id) l ON l.course_id = c.id WHERE c.id IN ")
        .ids(ids)
        .all(db.read())
        .await?;
    let row = |found: CourseRecord| CourseRow {
        id: found.course.id,
        name: found.course.name,
        category: found.course.category,
        active: found.course.active,
        listed: found.listed,
        price: found.price,
        units: found.course.unit_count,
        learners: found.learners,
        own: scope.branch.is_none() || found.branch_id == scope.branch,
    };
    Ok(found.into_iter().map(row).collect())
}

fn fill(row: &mut course::ActiveModel, info: &CourseInfo) {
    let name = info.name.as_str();
    row.name = Set(name.to_owned());
    row.name_folded = Set(truncate_bytes(case_fold(name), 800));
    let keys = of_name(name);
    row.sort_name = Set(keys.sort_name);
    row.search = Set(keys.search);
    row.description = Set(info.description.as_str().to_owned());
    row.category_id = Set(info.category);
    row.price = Set(info.price);
    row.active = Set(info.active);
    row.listed = Set(info.listed);
}

async fn check_category(txn: &Txn, info: &CourseInfo) -> Result<(), Error> {
    if let Some(category) = info.category {
        category::Entity::find_by_id(category)
            .lock_shared()
            .one(txn)
            .await?
            .ok_or(Error::NotFound)?;
    }
    Ok(())
}
