//! A group and its branch.
use super::{naming, write_name};
use crate::{Error, Txn, base::entities::group, branches, settings};
use domain::{
    access_scope::AccessScope,
    ids::{BranchId, GroupId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Whether the group is the default group of the portal, or of a branch other than `but`.
pub(crate) async fn is_default(
    connection: &impl ConnectionTrait,
    group: GroupId,
    but: Option<BranchId>,
) -> Result<bool, Error> {
    Ok(settings::default_group_on(connection).await? == Some(group)
        || branches::is_default(connection, group, but).await?)
}

/// Clears the group as the default of the portal and of all branches except `but`, as it is
/// deleted or moves there. Returns whether it was a default. The caller holds its lock.
pub(crate) async fn forget_default(
    txn: &Txn,
    group: GroupId,
    but: Option<BranchId>,
) -> Result<bool, Error> {
    let of_portal = settings::clear_default_group(txn, group).await?;
    Ok(branches::clear_default_group(txn, group, but).await? || of_portal)
}

/// Moves the groups of a deleted branch to the main portal; where a name is taken there, the
/// group gets another one.
pub(crate) async fn leave_branch(txn: &Txn, branch: BranchId) -> Result<(), Error> {
    let groups = group::Entity::find()
        .filter(group::Column::BranchId.eq(branch.0))
        .order_by_asc(group::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    for row in groups {
        let name = naming::free_name(txn, None, &row.name).await?;
        let mut row = row.into_active_model();
        row.branch_id = Set(None);
        write_name(&mut row, &name);
        row.update(txn).await?;
    }
    Ok(())
}

/// Returns where the group's members and courses can come from: its branch, or any.
pub(crate) fn scope(row: &group::Model) -> AccessScope {
    AccessScope::for_branch(row.branch_id.map(BranchId))
}
