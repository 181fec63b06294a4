//! Branches: parts of the portal with users, courses and groups of their own.
//!
//! A group of a branch has members and courses of that branch only: whoever and whatever leaves
//! the branch leaves its groups in the same transaction. Locks: a branch comes before all else.
mod courses;
mod moves;

pub use courses::{add_course, list_courses, removal_preview, remove_course};
pub(crate) use courses::{has_course, lacking, lend};
pub use moves::{group_move, move_group, move_user, user_move};

use crate::{
    By, Db, Error, Taken, Txn,
    activity::{self, Subject},
    entities::{branch, course, user},
    fold::{fold, words},
    groups,
    paging::{self, List, Order},
    sql::Sql,
    user_types,
};
use domain::{
    branches::{BranchDetails, BranchName, BranchOption, BranchRow},
    ids::{BranchId, GroupId, UserId},
    page::{Page, Search},
    permissions::Role,
    settings::DefaultGroup,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// The most branches there are to choose from.
const OFFERED: u64 = 1_000;

/// One page of the branches, by name.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, search: &Search) -> Result<Page<BranchRow>, Error> {
    let list = List {
        table: "branches",
        order: Order::Text("name_folded"),
    };
    let words = words(&search.text);
    let ids = paging::ids(db, &list, search.cursor.as_deref(), |sql| {
        sql.words("t.name_folded", &words)
    })
    .await?;
    let found = rows(db, &ids.rows).await?;
    Ok(paging::arrange(ids, found, |row| row.id.0))
}

/// The branches to choose from, by name; at most 1,000.
///
/// # Errors
/// The database failed.
pub async fn options(db: &Db) -> Result<Vec<BranchOption>, Error> {
    let found = branch::Entity::find()
        .order_by_asc(branch::Column::NameFolded)
        .limit(OFFERED)
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(option).collect())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, branch: BranchId) -> Result<BranchDetails, Error> {
    let row = rows(db, &[branch.0]).await?.pop().ok_or(Error::NotFound)?;
    let group = match default_group(db.read(), Some(branch)).await? {
        Some(group) => Some(groups::find(db, group).await?),
        None => None,
    };
    let skipped = match &group {
        Some(group) => lacking(db.read(), branch, GroupId(group.id)).await?,
        None => Vec::new(),
    };
    Ok(BranchDetails {
        row,
        default_group: group.map(|group| DefaultGroup {
            id: GroupId(group.id),
            name: group.name,
            courses: group.course_count,
        }),
        skipped,
    })
}

/// # Errors
/// [`Error::Taken`].
pub async fn create(db: &Db, by: &By, name: &BranchName) -> Result<BranchId, Error> {
    let txn = db.write().await?;
    let row = branch::ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_folded: Set(fold(name.as_str())),
        created_at: Set(by.at.0),
        ..Default::default()
    };
    let row = row
        .insert(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::BranchName))?;
    log(
        &txn,
        by,
        "branch.add",
        format!("added the branch {}", row.name),
    )
    .await?;
    txn.commit().await?;
    Ok(BranchId(row.id))
}

/// # Errors
/// [`Error::NotFound`], [`Error::Taken`].
pub async fn rename(db: &Db, by: &By, branch: BranchId, name: &BranchName) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    if row.name == name.as_str() {
        return Ok(());
    }
    let detail = format!("renamed the branch {} to {}", row.name, name.as_str());
    let mut row = row.into_active_model();
    row.name = Set(name.as_str().to_owned());
    row.name_folded = Set(fold(name.as_str()));
    row.update(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::BranchName))?;
    log(&txn, by, "branch.edit", detail).await?;
    Ok(txn.commit().await?)
}

/// Deletes the branch; its users, courses and groups are the whole portal's from now on, and
/// nobody loses anything. A group whose name is taken there gets another.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::BranchAdministered`] while somebody administers it: he would
/// administer the whole portal.
pub async fn delete(db: &Db, by: &By, branch: BranchId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    if administrators(&txn, branch).await? > 0 {
        return Err(Error::BranchAdministered);
    }
    user::Entity::update_many()
        .col_expr(user::Column::BranchId, Expr::value(None::<i64>))
        .filter(user::Column::BranchId.eq(branch.0))
        .exec(&txn)
        .await?;
    course::Entity::update_many()
        .col_expr(course::Column::BranchId, Expr::value(None::<i64>))
        .filter(course::Column::BranchId.eq(branch.0))
        .exec(&txn)
        .await?;
    groups::leave_branch(&txn, branch).await?;
    branch::Entity::delete_by_id(branch.0).exec(&txn).await?;
    log(
        &txn,
        by,
        "branch.delete",
        format!("deleted the branch {}", row.name),
    )
    .await?;
    Ok(txn.commit().await?)
}

/// Whoever is added to the branch joins this group from now on, or none.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash or of another branch.
pub async fn set_default_group(
    db: &Db,
    by: &By,
    branch: BranchId,
    group: Option<GroupId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    if row.default_group_id.map(GroupId) == group {
        return Ok(());
    }
    let detail = match group {
        Some(group) => {
            // Whoever deletes it comes before or after, and then clears the setting.
            let group = crate::enrol::lock_group(&txn, group).await?;
            if group.branch_id.is_some_and(|its| its != branch.0) {
                return Err(Error::NotFound);
            }
            format!(
                "made {} the default group of the branch {}",
                group.name, row.name
            )
        }
        None => format!("took the default group of the branch {} away", row.name),
    };
    let mut row = row.into_active_model();
    row.default_group_id = Set(group.map(|group| group.0));
    row.update(&txn).await?;
    let subject = Subject {
        group,
        ..Subject::default()
    };
    activity::log(&txn, by, "branch.edit", subject, detail).await?;
    Ok(txn.commit().await?)
}

/// The group that whoever is added to the branch joins.
pub(crate) async fn default_group(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<Option<GroupId>, Error> {
    let Some(branch) = branch else {
        return Ok(None);
    };
    let row = branch::Entity::find_by_id(branch.0).one(conn).await?;
    Ok(row.and_then(|row| row.default_group_id).map(GroupId))
}

/// The group goes, or to another branch: it is a default no more, but where it `stays`. Answers
/// whether it was somewhere. The caller holds it.
pub(crate) async fn forget_default_group(
    txn: &Txn,
    group: GroupId,
    stays: Option<BranchId>,
) -> Result<bool, Error> {
    let cleared = branch::Entity::update_many()
        .col_expr(branch::Column::DefaultGroupId, Expr::value(None::<i64>))
        .filter(branch::Column::DefaultGroupId.eq(group.0))
        .filter(branch::Column::Id.ne(stays.map_or(0, |branch| branch.0)))
        .exec(txn)
        .await?;
    Ok(cleared.rows_affected > 0)
}

/// Whether whoever is added to some branch joins this group.
pub(crate) async fn is_default(conn: &impl ConnectionTrait, group: i64) -> Result<bool, Error> {
    let found = branch::Entity::find()
        .filter(branch::Column::DefaultGroupId.eq(group))
        .limit(1)
        .one(conn)
        .await?;
    Ok(found.is_some())
}

/// The branch's name with its id.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<Option<BranchOption>, Error> {
    let Some(branch) = branch else {
        return Ok(None);
    };
    let row = branch::Entity::find_by_id(branch.0).one(conn).await?;
    Ok(row.map(option))
}

/// The branch of a user; of nobody, too, and of the portal itself: `None`.
pub(crate) async fn of_user(
    conn: &impl ConnectionTrait,
    user: Option<UserId>,
) -> Result<Option<BranchId>, Error> {
    let Some(user) = user else {
        return Ok(None);
    };
    let row = user::Entity::find_by_id(user.0).one(conn).await?;
    Ok(row.and_then(|row| row.branch_id).map(BranchId))
}

/// The branch, which nobody deletes until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] where it is gone.
pub(crate) async fn hold(txn: &Txn, branch: Option<BranchId>) -> Result<(), Error> {
    let Some(branch) = branch else {
        return Ok(());
    };
    let row = branch::Entity::find_by_id(branch.0).lock_shared().one(txn);
    row.await?.map(|_| ()).ok_or(Error::NotFound)
}

async fn lock(txn: &Txn, branch: BranchId) -> Result<branch::Model, Error> {
    branch::Entity::find_by_id(branch.0)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// How many users of the branch have a right of an administrator.
async fn administrators(txn: &Txn, branch: BranchId) -> Result<i64, Error> {
    let types = user_types::with_role(txn, Role::Administrator).await?;
    Sql::new(txn)
        .add(
            "SELECT count(*) FROM users WHERE branch_id = ? AND user_type_id IN ",
            [branch.0.into()],
        )
        .ids(&types)
        .number(txn)
        .await
}

fn option(row: branch::Model) -> BranchOption {
    BranchOption {
        id: BranchId(row.id),
        name: row.name,
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
    name: String,
    users: i64,
    groups: i64,
    courses: i64,
    default_group: Option<String>,
}

async fn rows(db: &Db, ids: &[i64]) -> Result<Vec<BranchRow>, Error> {
    let found = Sql::new(db.read())
        .text(
            "SELECT t.id, t.name, (SELECT count(*) FROM users u WHERE u.branch_id = t.id) AS users, \
             (SELECT count(*) FROM groups g WHERE g.branch_id = t.id AND g.deleted_at IS NULL) \
             AS groups, (SELECT count(*) FROM branch_courses c WHERE c.branch_id = t.id) AS courses, \
             d.name AS default_group FROM branches t \
             LEFT JOIN groups d ON d.id = t.default_group_id WHERE t.id IN ",
        )
        .ids(ids)
        .rows(db.read())
        .await?;
    let row = |found: Found| BranchRow {
        id: BranchId(found.id),
        name: found.name,
        users: found.users,
        groups: found.groups,
        courses: found.courses,
        default_group: found.default_group,
    };
    Ok(found
        .iter()
        .map(|found| Found::from_query_result(found, "").map(row))
        .collect::<Result<_, _>>()?)
}

async fn log(txn: &Txn, by: &By, verb: &str, detail: String) -> Result<(), Error> {
    activity::log(txn, by, verb, Subject::default(), detail).await
}
