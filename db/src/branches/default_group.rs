//! The default group of a branch: users who are added to the branch join it.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::branch,
        locks::{lock_branch, lock_group},
    },
};
use domain::{
    activity::{Activity, BranchEdit},
    events::ChangeEvent,
    ids::{BranchId, GroupId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, sea_query::Expr,
};

/// Sets the group that users who are added to the branch join from now on, or clears it.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash or of another branch.
pub async fn set_default_group(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    group: Option<GroupId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    if row.default_group_id == group {
        return Ok(());
    }
    let name = match group {
        Some(group) => {
            // Locked, so that a deletion comes before this, or after it and then clears the
            // setting.
            let group = lock_group(&txn, group).await?;
            if group.branch_id.is_some_and(|its| its != branch) {
                return Err(Error::NotFound);
            }
            Some(group.name)
        }
        None => None,
    };
    if let Some(old) = row.default_group_id {
        txn.publish(ChangeEvent::Group(old));
    }
    let edited = Activity::BranchEdited {
        branch: row.name.clone(),
        edit: BranchEdit::DefaultGroup(name),
    };
    let mut row = row.into_active_model();
    row.default_group_id = Set(group);
    row.update(&txn).await?;
    let subject = ActivitySubject {
        group,
        ..ActivitySubject::NONE
    };
    subject.log(&txn, audit, edited).await?;
    txn.commit().await
}

/// Returns the default group of the branch.
pub(crate) async fn default_group(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<Option<GroupId>, Error> {
    let Some(branch) = branch else {
        return Ok(None);
    };
    let row = branch::Entity::find_by_id(branch).one(conn).await?;
    Ok(row.and_then(|row| row.default_group_id))
}

/// Clears the group as the default of all branches except `but`. Returns whether it was the
/// default of one. The caller holds its lock.
pub(crate) async fn clear_default_group(
    txn: &Txn,
    group: GroupId,
    but: Option<BranchId>,
) -> Result<bool, Error> {
    let cleared = branch::Entity::update_many()
        .col_expr(branch::Column::DefaultGroupId, Expr::value(None::<i64>))
        .filter(branch::Column::DefaultGroupId.eq(group))
        .filter(branch::Column::Id.ne(but.unwrap_or(BranchId(0))))
        .exec(txn)
        .await?;
    Ok(cleared.rows_affected > 0)
}

/// Whether the group is the default of a branch other than `but`.
pub(crate) async fn is_default(
    conn: &impl ConnectionTrait,
    group: GroupId,
    but: Option<BranchId>,
) -> Result<bool, Error> {
    let found = branch::Entity::find()
        .filter(branch::Column::DefaultGroupId.eq(group))
        .filter(branch::Column::Id.ne(but.unwrap_or(BranchId(0))))
        .limit(1)
        .one(conn)
        .await?;
    Ok(found.is_some())
}
