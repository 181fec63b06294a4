//! Bundles: listed groups with a price and an active course.
use super::{GUEST, latest_order, order, within};
use crate::{
    Db, Error,
    base::{
        entities::{course, group},
        paging::{self, List},
        search_text,
        sql::Sql,
    },
    branches,
    enrolments::rules,
    groups::in_catalog::{HAS_COURSE, in_catalog},
};
use domain::{
    catalog::{Bundle, BundleCourse, BundleRow, CatalogQuery},
    ids::{BranchId, CourseId, GroupId, OrderId, UserId},
    money::Price,
    orders::OrderState,
    page::Page,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Returns one page of the bundles, as this reader sees them.
///
/// # Errors
/// The database failed.
pub async fn bundles(
    db: &Db,
    reader: Option<UserId>,
    query: &CatalogQuery,
) -> Result<Page<BundleRow>, Error> {
    let list = List::new("groups", order(query.sort));
    let words = search_text::search_words(&query.search.text);
    let within = within(db, query).await?;
    let branch = branches::of_user(db.read(), reader).await?;
    let ids = paging::ids(db, &list, query.search.cursor.as_deref(), |sql| {
        let sql = in_catalog(sql, branch);
        let sql = match &within {
            Some(within) => sql
                .text(" AND ")
                .text(HAS_COURSE)
                .text(" AND c.category_id IN ")
                .ids(within)
                .text(")"),
            None => sql,
        };
        sql.words("t.search", &words)
    })
    .await?;
    let rows = rows(db, reader.unwrap_or(GUEST), &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row: &BundleRow| row.id))
}

/// Returns a bundle with its active courses, as this reader sees it.
///
/// # Errors
/// [`Error::NotFound`], also for a group that is not a bundle.
pub async fn bundle(db: &Db, reader: Option<UserId>, group: GroupId) -> Result<Bundle, Error> {
    let branch = branches::of_user(db.read(), reader).await?;
    let reader = reader.unwrap_or(GUEST);
    let row = for_sale(db.read(), group, branch).await?;
    let state: BundleState = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {} AS member, {} AS waiting, {} AS bought",
                rules::is_member("?", "?"),
                latest_order("group_id = ?"),
                latest_order("group_id = ?")
            ),
            [
                group.into(),
                reader.into(),
                reader.into(),
                OrderState::Waiting.into(),
                group.into(),
                reader.into(),
                OrderState::Paid.into(),
                group.into(),
            ],
        )
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Bundle {
        id: group,
        name: row.name,
        description: row.description,
        price: row.price,
        added_at: row.created_at,
        member: state.member,
        waiting: state.waiting,
        bought: state.bought,
        courses: courses(db, reader, group).await?,
    })
}

/// How the reader stands to a bundle.
#[derive(FromQueryResult)]
struct BundleState {
    member: bool,
    waiting: Option<OrderId>,
    bought: Option<OrderId>,
}

/// Returns the active courses of a bundle in its order.
async fn courses(db: &Db, reader: UserId, group: GroupId) -> Result<Vec<BundleCourse>, Error> {
    let rows = Sql::new(db.read())
        .add(
            &format!(
                "SELECT c.id, c.name, c.description, c.unit_count AS units, {} AS mine \
                 FROM group_courses x JOIN courses c ON c.id = x.course_id AND c.active \
                 WHERE x.group_id = ? ORDER BY x.position, c.id",
                rules::has_course("?", "c.id")
            ),
            [reader.into(), group.into()],
        )
        .all(db.read())
        .await?;
    Ok(rows
        .into_iter()
        .map(|found: Course| BundleCourse::from(found))
        .collect())
}

/// Returns the groups with a price, by name, to choose from; at most 1,000.
///
/// # Errors
/// The database failed.
pub async fn bundle_names(db: &Db) -> Result<Vec<(GroupId, String)>, Error> {
    Ok(group::Entity::find()
        .select_only()
        .columns([group::Column::Id, group::Column::Name])
        .filter(group::Column::Price.gt(0))
        .filter(group::Column::DeletedAt.is_null())
        .order_by_asc(group::Column::SortName)
        .order_by_asc(group::Column::Id)
        .limit(1000)
        .into_tuple()
        .all(db.read())
        .await?)
}

/// Returns the group of a bundle that is in the catalog of users of this branch.
pub(crate) async fn for_sale(
    conn: &impl ConnectionTrait,
    group: GroupId,
    branch: Option<BranchId>,
) -> Result<group::Model, Error> {
    let one = Sql::new(conn).add(
        "SELECT count(*) FROM groups t WHERE t.id = ?",
        [group.into()],
    );
    if in_catalog(one, branch).number(conn).await? == 0 {
        return Err(Error::NotFound);
    }
    group::Entity::find_by_id(group)
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the active courses of a bundle, in its order.
pub(crate) async fn items(
    conn: &impl ConnectionTrait,
    group: GroupId,
) -> Result<Vec<course::Model>, Error> {
    let ids: Vec<CourseId> = Sql::new(conn)
        .add(
            "SELECT x.course_id FROM group_courses x WHERE x.group_id = ? \
             ORDER BY x.position, x.course_id",
            [group.into()],
        )
        .column(conn)
        .await?;
    let mut courses = course::Entity::find()
        .filter(course::Column::Id.is_in(ids.clone()))
        .filter(course::Column::Active.eq(true))
        .all(conn)
        .await?;
    courses.sort_by_key(|course| ids.iter().position(|id| *id == course.id));
    Ok(courses)
}

#[derive(FromQueryResult)]
struct Course {
    id: CourseId,
    name: String,
    description: String,
    units: i64,
    mine: bool,
}

impl From<Course> for BundleCourse {
    fn from(found: Course) -> Self {
        Self {
            id: found.id,
            name: found.name,
            description: found.description,
            units: found.units,
            mine: found.mine,
        }
    }
}

#[derive(FromQueryResult)]
struct BundleRecord {
    id: GroupId,
    name: String,
    description: String,
    price: Price,
    courses: i64,
    member: bool,
}

async fn rows(db: &Db, reader: UserId, ids: &[GroupId]) -> Result<Vec<BundleRow>, Error> {
    let found = Sql::new(db.read())
        .add(
            &format!(
                "SELECT g.id, g.name, g.description, g.price_minor AS price, (SELECT count(*) \
                 FROM group_courses x JOIN courses c ON c.id = x.course_id AND c.active \
                 WHERE x.group_id = g.id) AS courses, {} AS member FROM groups g WHERE g.id IN ",
                rules::is_member("g.id", "?")
            ),
            [reader.into()],
        )
        .ids(ids)
        .all(db.read())
        .await?;
    let row = |found: BundleRecord| BundleRow {
        id: found.id,
        name: found.name,
        description: found.description,
        price: found.price,
        courses: found.courses,
        member: found.member,
    };
    Ok(found.into_iter().map(row).collect())
}
