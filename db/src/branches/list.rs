//! Branches in lists, in their editor and in selects.
use super::{default_group, find, find::option, missing_courses};
use crate::{
    Db, Error,
    base::{
        entities::{branch, group},
        paging::{self, List, Order},
        search_text::search_words,
        sql::Sql,
    },
};
use domain::{
    branches::{BranchDetails, BranchRow},
    ids::{BranchId, BranchOption},
    page::{Page, Search},
    settings::DefaultGroup,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

/// Maximum number of branches to choose from.
const OFFERED: u64 = 1_000;

/// Returns one page of the branches, by name.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, search: &Search) -> Result<Page<BranchRow>, Error> {
    let list = List::new("branches", Order::Text("sort_name"));
    let words = search_words(&search.text);
    let ids = paging::ids(db, &list, search.cursor.as_deref(), |sql| {
        sql.words("t.search", &words)
    })
    .await?;
    let found = rows(db, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, found, |row| row.id))
}

/// Returns the branches to choose from, by name; at most 1,000.
///
/// # Errors
/// The database failed.
pub async fn options(db: &Db) -> Result<Vec<BranchOption>, Error> {
    let found = branch::Entity::find()
        .order_by_asc(branch::Column::SortName)
        .order_by_asc(branch::Column::Id)
        .limit(OFFERED)
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(option).collect())
}

/// Whether the branch exists.
///
/// # Errors
/// The database failed.
pub async fn exists(db: &Db, branch: BranchId) -> Result<bool, Error> {
    Ok(find(db.read(), Some(branch)).await?.is_some())
}

/// Returns a branch with its default group, and the group's courses that the branch lacks.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, branch: BranchId) -> Result<BranchDetails, Error> {
    let row = rows(db, &[branch]).await?.pop().ok_or(Error::NotFound)?;
    let found = branch::Entity::find_by_id(branch).one(db.read()).await?;
    let face = found.ok_or(Error::NotFound)?.face();
    let group = match default_group(db.read(), Some(branch)).await? {
        Some(group) => Some(
            group::Entity::find_by_id(group)
                .filter(group::Column::DeletedAt.is_null())
                .one(db.read())
                .await?
                .ok_or(Error::NotFound)?,
        ),
        None => None,
    };
    let skipped = match &group {
        Some(group) => missing_courses(db.read(), branch, group.id).await?,
        None => Vec::new(),
    };
    Ok(BranchDetails {
        version: super::saved(&row.name).version(),
        row,
        default_group: group.map(|group| DefaultGroup {
            id: group.id,
            name: group.name,
            courses: group.course_count,
        }),
        skipped,
        face,
    })
}

#[derive(FromQueryResult)]
struct BranchRecord {
    id: BranchId,
    name: String,
    users: i64,
    groups: i64,
    courses: i64,
    default_group: Option<String>,
}

async fn rows(db: &Db, ids: &[BranchId]) -> Result<Vec<BranchRow>, Error> {
    let found = Sql::new(db.read())
        .text(
            "SELECT t.id, t.name, (SELECT count(*) FROM users u WHERE u.branch_id = t.id) AS users, \
             (SELECT count(*) FROM groups g WHERE g.branch_id = t.id AND g.deleted_at IS NULL) \
             AS groups, (SELECT count(*) FROM branch_courses c WHERE c.branch_id = t.id) AS courses, \
             d.name AS default_group FROM branches t \
             LEFT JOIN groups d ON d.id = t.default_group_id WHERE t.id IN ",
        )
        .ids(ids)
        .all(db.read())
        .await?;
    let row = |found: BranchRecord| BranchRow {
        id: found.id,
        name: found.name,
        users: found.users,
        groups: found.groups,
        courses: found.courses,
        default_group: found.default_group,
    };
    Ok(found.into_iter().map(row).collect())
}
