//! Deleting a branch: what is in it moves to the main portal.
use crate::{
    AuditContext, Db, Error, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::{branch, course, group, user},
        locks::lock_branch,
    },
    groups,
};
use domain::{activity::Activity, ids::BranchId, permissions::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// Deletes the branch; its users, courses and groups move to the main portal, and no one loses
/// anything. A group whose name is taken there gets another.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::BranchHasAdministrator`] while it has an administrator, who
/// would then administer the main portal.
pub async fn delete(db: &Db, audit: &AuditContext, branch: BranchId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    if administrators(&txn, branch).await? > 0 {
        return Err(Error::BranchHasAdministrator);
    }
    user::Entity::update_many()
        .col_expr(user::Column::BranchId, Expr::value(None::<i64>))
        .filter(user::Column::BranchId.eq(branch))
        .exec(&txn)
        .await?;
    course::Entity::update_many()
        .col_expr(course::Column::BranchId, Expr::value(None::<i64>))
        .filter(course::Column::BranchId.eq(branch))
        .exec(&txn)
        .await?;
    move_groups(&txn, branch).await?;
    branch::Entity::delete_by_id(branch).exec(&txn).await?;
    ActivitySubject::NONE
        .log(&txn, audit, Activity::BranchDeleted { branch: row.name })
        .await?;
    txn.commit().await
}

/// Returns the number of users of the branch who have an administrator's permission.
async fn administrators(txn: &Txn, branch: BranchId) -> Result<u64, Error> {
    let types = user_types::with_role(txn, Role::Administrator).await?;
    Ok(user::Entity::find()
        .filter(user::Column::BranchId.eq(branch))
        .filter(user::Column::UserTypeId.is_in(types))
        .count(txn)
        .await?)
}

/// Moves the groups of a deleted branch to the main portal; where a name is taken there, the
/// group gets another one.
async fn move_groups(txn: &Txn, branch: BranchId) -> Result<(), Error> {
    let groups = group::Entity::find()
        .filter(group::Column::BranchId.eq(branch))
        .order_by_asc(group::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    for row in groups {
        let name = groups::free_name(txn, None, &row.name).await?;
        let mut row = row.into_active_model();
        row.branch_id = Set(None);
        groups::write_name(&mut row, &name);
        row.update(txn).await?;
    }
    Ok(())
}
