//! The catalog: listed active courses, and bundles.
mod bundles;

pub use bundles::{bundle, bundle_names, bundles};
pub(crate) use bundles::{for_sale, items};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{course, user},
        locks::lock_user,
        paging::{self, List, Order},
        search_text,
        sql::Sql,
    },
    branches,
    content::categories,
    enrolments::{direct, rules},
};
use domain::{
    activity::Activity,
    catalog::{CatalogCourse, CatalogQuery, CatalogSort},
    ids::{CategoryId, CourseId, OrderId, UserId},
    money::Price,
    orders::OrderState,
    page::Page,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QuerySelect};

/// The id of a reader who is not signed in: no user has it.
const GUEST: UserId = UserId(0);

/// Returns one page of the listed active courses, as this reader sees them.
///
/// # Errors
/// The database failed.
pub async fn courses(
    db: &Db,
    reader: Option<UserId>,
    query: &CatalogQuery,
) -> Result<Page<CatalogCourse>, Error> {
    let list = List::new("courses", order(query.sort));
    let words = search_text::search_words(&query.search.text);
    let within = within(db, query).await?;
    let branch = branches::of_user(db.read(), reader).await?;
    let ids = paging::ids(db, &list, query.search.cursor.as_deref(), |sql| {
        let sql = sql
            .text(" AND t.active AND t.listed")
            .catalog_courses_of("t", branch);
        let sql = match &within {
            Some(within) => sql.text(" AND t.category_id IN ").ids(within),
            None => sql,
        };
        sql.words("t.search", &words)
    })
    .await?;
    let rows = rows(db, reader.unwrap_or(GUEST), &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row: &CatalogCourse| {
        row.id
    }))
}

/// Enrols the user directly in a course of the catalog that costs nothing.
///
/// # Errors
/// [`Error::NotFound`] where there is no such course, it has a price, or it is not active or not
/// listed.
pub async fn take_course(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    course: CourseId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = lock_user(&txn, user).await?;
    let row = for_sale_in(&txn, course, &user_row).await?;
    if !row.price.is_zero() {
        return Err(Error::NotFound);
    }
    let taken = Activity::FreeCourseTaken { course: row.name };
    direct::enrol(txn, audit, user, course, None, taken).await
}

/// Returns a course of this user's catalog, locked against changes until the transaction ends.
pub(crate) async fn for_sale_in(
    txn: &Txn,
    course: CourseId,
    reader: &user::Model,
) -> Result<course::Model, Error> {
    let branch = reader.branch_id;
    let found = Sql::new(txn)
        .add(
            "SELECT count(*) FROM courses t WHERE t.active AND t.listed AND t.id = ?",
            [course.into()],
        )
        .catalog_courses_of("t", branch)
        .number(txn)
        .await?;
    if found == 0 {
        return Err(Error::NotFound);
    }
    course::Entity::find_live_by_id(course)
        .filter(course::Column::Active.eq(true))
        .filter(course::Column::Listed.eq(true))
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

const fn order(sort: CatalogSort) -> Order {
    match sort {
        CatalogSort::Newest => Order::Newest,
        CatalogSort::Name => Order::Text("sort_name"),
        CatalogSort::Price => Order::Number("price_minor"),
    }
}

async fn within(db: &Db, query: &CatalogQuery) -> Result<Option<Vec<CategoryId>>, Error> {
    Ok(match query.category {
        Some(category) => Some(categories::with_below(db.read(), category).await?),
        None => None,
    })
}

/// The buyer's latest order of an item in a state, from two `?`: the buyer, and the state.
fn latest_order(item: &str) -> String {
    format!("(SELECT max(o.id) FROM orders o WHERE o.buyer_id = ? AND o.state = ? AND o.{item})")
}

#[derive(FromQueryResult)]
struct CatalogCourseRecord {
    id: CourseId,
    name: String,
    description: String,
    category: Option<String>,
    price: Price,
    unit_count: i64,
    mine: bool,
    waiting: Option<OrderId>,
}

async fn rows(db: &Db, reader: UserId, ids: &[CourseId]) -> Result<Vec<CatalogCourse>, Error> {
    let found = Sql::new(db.read())
        .add(
            &format!(
                "SELECT c.id, c.name, c.description, k.name AS category, c.price_minor AS price, \
                 c.unit_count, {} AS mine, {} AS waiting \
                 FROM courses c LEFT JOIN categories k ON k.id = c.category_id WHERE c.id IN ",
                rules::has_course("?", "c.id"),
                latest_order("course_id = c.id")
            ),
            [reader.into(), reader.into(), OrderState::Waiting.into()],
        )
        .ids(ids)
        .all(db.read())
        .await?;
    let row = |found: CatalogCourseRecord| CatalogCourse {
        id: found.id,
        name: found.name,
        description: found.description,
        category: found.category,
        price: found.price,
        units: found.unit_count,
        mine: found.mine,
        waiting: found.waiting,
    };
    Ok(found.into_iter().map(row).collect())
}
