//! The groups list.
use crate::{
    Db, Error,
    base::{
        entities::{branch, group, group_key},
        paging::{self, List, Order},
        search_text,
        sql::Sql,
    },
    groups::{in_catalog::bundle_states, keys::ending},
    settings,
};
use domain::{
    access_scope::AccessScope,
    groups::{GroupFilter, GroupRow},
    ids::{BranchId, GroupId},
    keys::KeyState,
    list_columns::{GroupColumn, GroupSorting},
    page::{Page, Search},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Returns one page of the groups that are not in the trash. `now` decides the state of the
/// keys.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    search: &Search,
    sorting: GroupSorting,
    now: Timestamp,
) -> Result<Page<GroupRow>, Error> {
    list_filtered(db, scope, GroupFilter::All, search, (sorting, now)).await
}

/// As [`list`], of the groups that match the filter.
///
/// # Errors
/// The database failed.
pub async fn list_filtered(
    db: &Db,
    scope: AccessScope,
    filter: GroupFilter,
    search: &Search,
    (sorting, now): (GroupSorting, Timestamp),
) -> Result<Page<GroupRow>, Error> {
    let within = |sql: Sql| {
        let sql = sql.groups_in_scope("t", scope);
        match filter {
            GroupFilter::All => sql,
            GroupFilter::NotEnrolled => sql.text(" AND t.drift > 0"),
            GroupFilter::KeysEnding => ending::of_group(sql, now),
        }
    };
    page(db, search, sorting, now, within).await
}

/// Returns one page of the groups that can be the default group of this branch, or of the main
/// portal, by name.
///
/// # Errors
/// The database failed.
pub async fn list_for_default(
    db: &Db,
    branch: Option<BranchId>,
    search: &Search,
    now: Timestamp,
) -> Result<Page<GroupRow>, Error> {
    let within = |sql: Sql| sql.groups_joinable_from("t", branch);
    page(db, search, GroupSorting::default(), now, within).await
}

async fn page(
    db: &Db,
    search: &Search,
    sorting: GroupSorting,
    now: Timestamp,
    within: impl Fn(Sql) -> Sql,
) -> Result<Page<GroupRow>, Error> {
    let list = in_order(sorting);
    let words = search_text::search_words(&search.text);
    let ids = paging::ids(db, &list, search.cursor.as_deref(), |sql| {
        within(sql.text(" AND t.deleted_at IS NULL")).words("t.search", &words)
    })
    .await?;
    let groups = group::Entity::find()
        .filter(group::Column::Id.is_in(ids.rows.clone()))
        .all(db.read())
        .await?;
    let keys = key_states(db, &ids.rows, now).await?;
    let branches = branch_names(db, &groups).await?;
    let defaults = defaults(db).await?;
    let bundles = bundle_states(db.read(), &groups).await?;
    let rows = groups
        .into_iter()
        .map(|row| GroupRow {
            id: row.id,
            bundle: bundles.get(&row.id).copied().unwrap_or_default(),
            counts: row.counts(),
            branch: row.branch_id.and_then(|id| branches.get(&id).cloned()),
            key: keys.get(&row.id).copied(),
            is_default: defaults.contains(&row.id),
            name: row.name,
            description: row.description,
            price: row.price,
            created_at: row.created_at,
        })
        .collect();
    Ok(paging::order_by_ids(ids, rows, |row: &GroupRow| row.id))
}

const fn in_order(sorting: GroupSorting) -> List {
    let order = match sorting.by {
        GroupColumn::Name => Order::Text("sort_name"),
        GroupColumn::Members => Order::Number("member_count"),
        GroupColumn::Courses => Order::Number("course_count"),
        GroupColumn::NotEnrolled => Order::Number("drift"),
        // The newest are first.
        GroupColumn::Added => {
            return List::new("groups", Order::Newest).reversed(!sorting.descending);
        }
    };
    List::new("groups", order).reversed(sorting.descending)
}

/// Returns all default groups: that of the portal and those of branches.
async fn defaults(db: &Db) -> Result<HashSet<GroupId>, Error> {
    let of_branches = branch::Entity::find()
        .select_only()
        .column(branch::Column::DefaultGroupId)
        .filter(branch::Column::DefaultGroupId.is_not_null())
        .into_tuple::<GroupId>()
        .all(db.read())
        .await?;
    let of_all = settings::default_group(db).await?;
    Ok(of_branches.into_iter().chain(of_all).collect())
}

/// Returns the best state among the live keys of each group.
async fn key_states(
    db: &Db,
    groups: &[GroupId],
    now: Timestamp,
) -> Result<HashMap<GroupId, KeyState>, Error> {
    let keys = group_key::Entity::find()
        .filter(group_key::Column::GroupId.is_in(groups.iter().copied()))
        .filter(group_key::Column::RetiredAt.is_null())
        .all(db.read())
        .await?;
    let mut best: HashMap<GroupId, KeyState> = HashMap::new();
    for key in keys {
        let state = key.state(now);
        let so_far = best.entry(key.group_id).or_insert(state);
        if rank(state) < rank(*so_far) {
            *so_far = state;
        }
    }
    Ok(best)
}

/// Ranks a key's state: the lower, the sooner someone can join with it.
const fn rank(state: KeyState) -> u8 {
    match state {
        KeyState::Open => 0,
        KeyState::NotYetOpen => 1,
        KeyState::Paused => 2,
        KeyState::UsedUp => 3,
        KeyState::Expired => 4,
    }
}

async fn branch_names(
    db: &Db,
    groups: &[group::Model],
) -> Result<HashMap<BranchId, String>, Error> {
    let ids: Vec<BranchId> = groups.iter().filter_map(|group| group.branch_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let branches = branch::Entity::find()
        .filter(branch::Column::Id.is_in(ids))
        .all(db.read())
        .await?;
    Ok(branches
        .into_iter()
        .map(|branch| (branch.id, branch.name))
        .collect())
}
