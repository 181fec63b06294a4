//! Whether a group is the default of the portal or of a branch.
use crate::{Error, Txn, branches, settings};
use domain::ids::{BranchId, GroupId};
use sea_orm::ConnectionTrait;

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
pub(crate) async fn clear_default_group(
    txn: &Txn,
    group: GroupId,
    but: Option<BranchId>,
) -> Result<bool, Error> {
    let of_portal = settings::clear_default_group(txn, group).await?;
    Ok(branches::clear_default_group(txn, group, but).await? || of_portal)
}
