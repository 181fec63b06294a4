//! Whether a group is the default of the portal or of a branch, and what the trash remembers of that.
use crate::{
    Error, Txn,
    base::{locks::lock_branch, sql::Sql},
    branches, settings,
};
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

/// Remembers what the group is the default of, before it goes to the trash.
pub(super) async fn remember_defaults(txn: &Txn, group: GroupId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO trashed_defaults (group_id, branch_id) \
             SELECT ?, b.id FROM branches b WHERE b.default_group_id = ?",
            [group.into(), group.into()],
        )
        .execute(txn)
        .await?;
    if settings::default_group_on(txn).await? == Some(group) {
        Sql::new(txn)
            .add(
                "INSERT INTO trashed_defaults (group_id) VALUES (?)",
                [group.into()],
            )
            .execute(txn)
            .await?;
    }
    Ok(())
}

/// Locks the branches that the group in the trash was the default of. Call it before users and
/// groups are locked.
pub(super) async fn lock_branches(txn: &Txn, group: GroupId) -> Result<(), Error> {
    let branches: Vec<BranchId> = Sql::new(txn)
        .add(
            "SELECT d.branch_id FROM trashed_defaults d WHERE d.group_id = ? \
             AND d.branch_id IS NOT NULL ORDER BY d.branch_id",
            [group.into()],
        )
        .column(txn)
        .await?;
    for branch in branches {
        lock_branch(txn, branch).await?;
    }
    Ok(())
}

/// Makes the restored group the default again of what it was, where no other group is by now.
/// Returns whether it is again all that it was. The caller holds its lock.
pub(super) async fn restore_defaults(txn: &Txn, group: GroupId) -> Result<bool, Error> {
    let portal = "SELECT count(*) FROM trashed_defaults d WHERE d.group_id = ? \
         AND d.branch_id IS NULL";
    let of_portal = Sql::new(txn)
        .add(portal, [group.into()])
        .number(txn)
        .await?;
    let is_replaced = of_portal > 0 && settings::default_group_on(txn).await?.is_some();
    if of_portal > 0 && !is_replaced {
        settings::restore_default_group(txn, group).await?;
    }
    Sql::new(txn)
        .add(
            "UPDATE branches SET default_group_id = ? WHERE default_group_id IS NULL AND id IN \
             (SELECT d.branch_id FROM trashed_defaults d WHERE d.group_id = ?)",
            [group.into(), group.into()],
        )
        .execute(txn)
        .await?;
    let lost = Sql::new(txn)
        .add(
            "SELECT count(*) FROM trashed_defaults d JOIN branches b ON b.id = d.branch_id \
             WHERE d.group_id = ? AND b.default_group_id <> ?",
            [group.into(), group.into()],
        )
        .number(txn)
        .await?;
    Sql::new(txn)
        .add(
            "DELETE FROM trashed_defaults WHERE group_id = ?",
            [group.into()],
        )
        .execute(txn)
        .await?;
    Ok(!is_replaced && lost == 0)
}
