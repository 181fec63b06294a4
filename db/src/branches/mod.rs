//! Branches: parts of the portal with users, courses and groups of their own.
//!
//! A group of a branch has members and courses of that branch only: users and courses that leave
//! the branch leave its groups in the same transaction. Locks: a branch comes before everything
//! else.
mod courses;
mod default_group;
mod group_moves;
mod list;
mod user_moves;

pub use courses::{add_course, list_courses, removal_preview, remove_course};
pub(crate) use courses::{has_course, link_course, missing_courses};
pub use default_group::set_default_group;
pub(crate) use default_group::{clear_default_group, default_group, is_default};
pub use group_moves::{group_move, move_group};
pub use list::{exists, get, list, options};
pub use user_moves::{move_user, user_move};

use crate::{
    AuditContext, Db, Error, Taken, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::{branch, course, user},
        search_text::case_fold,
        sql::Sql,
    },
    groups,
};
use domain::{
    branches::{BranchName, BranchOption},
    ids::{BranchId, UserId},
    permissions::Role,
};
use list::option;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, sea_query::Expr,
};

/// # Errors
/// [`Error::Taken`].
pub async fn create(db: &Db, audit: &AuditContext, name: &BranchName) -> Result<BranchId, Error> {
    let txn = db.write().await?;
    let row = branch::ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_folded: Set(case_fold(name.as_str())),
        created_at: Set(audit.at.0),
        ..Default::default()
    };
    let row = row
        .insert(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::BranchName))?;
    ActivitySubject::NONE
        .log(
            &txn,
            audit,
            "branch.add",
            format!("added the branch {}", row.name),
        )
        .await?;
    txn.commit().await?;
    Ok(BranchId(row.id))
}

/// # Errors
/// [`Error::NotFound`], [`Error::Taken`].
pub async fn rename(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    name: &BranchName,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    if row.name == name.as_str() {
        return Ok(());
    }
    let detail = format!("renamed the branch {} to {}", row.name, name.as_str());
    let mut row = row.into_active_model();
    row.name = Set(name.as_str().to_owned());
    row.name_folded = Set(case_fold(name.as_str()));
    row.update(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::BranchName))?;
    ActivitySubject::NONE
        .log(&txn, audit, "branch.edit", detail)
        .await?;
    Ok(txn.commit().await?)
}

/// Deletes the branch; its users, courses and groups move to the main portal, and no one loses
/// anything. A group whose name is taken there gets another.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::BranchHasAdministrator`] while it has an administrator, who
/// would then administer the main portal.
pub async fn delete(db: &Db, audit: &AuditContext, branch: BranchId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, branch).await?;
    if administrators(&txn, branch).await? > 0 {
        return Err(Error::BranchHasAdministrator);
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
    ActivitySubject::NONE
        .log(
            &txn,
            audit,
            "branch.delete",
            format!("deleted the branch {}", row.name),
        )
        .await?;
    Ok(txn.commit().await?)
}

/// Returns the branch's id and name.
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

/// Returns the branch to move to, which must exist; `None` is the main portal.
async fn destination(
    conn: &impl ConnectionTrait,
    to: Option<BranchId>,
) -> Result<Option<BranchOption>, Error> {
    let found = find(conn, to).await?;
    if found.is_none() && to.is_some() {
        return Err(Error::NotFound);
    }
    Ok(found)
}

/// Returns the user's branch; `None` for a user of the main portal, and where there is no user.
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

/// Locks the branch against deletion until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] where it does not exist.
pub(crate) async fn lock_shared(txn: &Txn, branch: Option<BranchId>) -> Result<(), Error> {
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

/// Returns the number of users of the branch who have an administrator's permission.
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
