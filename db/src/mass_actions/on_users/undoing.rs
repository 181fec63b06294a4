//! Undo of what an action did to users: each gets the state or the branch that they had, where they still have the
//! action's.
use crate::{
    AuditContext, Error, Txn,
    administration::user_moves,
    base::{
        activity::{self, ActivitySubject},
        entities::{mass_action_item as item, user},
        locks::lock_group,
        sql::Sql,
    },
    branches,
    enrolments::{self, ChangeStamp},
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    ids::{BranchId, GroupId, MassActionId, UserId},
    mass_actions::MassActionKind,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// Adds that the action has changed a user `u`, and it was not undone.
pub(super) fn changed_by(sql: Sql, action: MassActionId) -> Sql {
    sql.add(
        " AND EXISTS (SELECT 1 FROM mass_action_items i WHERE i.mass_action_id = ? AND i.user_id = u.id)",
        [action.into()],
    )
}

/// Returns how many users of this scope the undo of the action would find.
pub(crate) async fn count(
    txn: &Txn,
    scope: AccessScope,
    action: MassActionId,
) -> Result<i64, Error> {
    let sql = Sql::new(txn).text("SELECT count(*) FROM users u WHERE TRUE");
    changed_by(sql.users_in_scope("u", scope), action)
        .number(txn)
        .await
}

/// Whether something is left for another undo: users whom this one had to skip.
pub(crate) async fn is_unfinished(txn: &Txn, action: MassActionId) -> Result<bool, Error> {
    let left = item::Entity::find().filter(item::Column::MassActionId.eq(action));
    Ok(left.one(txn).await?.is_some())
}

/// Deletes what the action kept of these users.
pub(super) async fn forget(txn: &Txn, action: MassActionId, users: &[UserId]) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "DELETE FROM mass_action_items WHERE mass_action_id = ? AND user_id IN ",
            [action.into()],
        )
        .ids(users)
        .execute(txn)
        .await?;
    Ok(())
}

/// Moves these users to the branches that they came from: they leave the groups that they joined by
/// the move, and those of the branch, and return to the groups that they left.
pub(super) async fn move_back(
    txn: &Txn,
    audit: &AuditContext,
    original: MassActionId,
    users: Vec<user::Model>,
) -> Result<(), Error> {
    let stamp = ChangeStamp::at(audit.at);
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let before = branches_before(txn, original, &ids).await?;
    let joined = groups_of(
        txn,
        "group_members m WHERE m.mass_action_id",
        original,
        &ids,
    )
    .await?;
    reverse(
        txn,
        joined,
        (original, MassActionKind::AddMembers),
        &ids,
        stamp,
    )
    .await?;
    let mut lines = Vec::new();
    for user in &users {
        let to = before.get(&user.id).copied().flatten();
        lines.push(move_to(txn, audit, user, to).await?);
    }
    let left = groups_of(txn, "member_archive m WHERE m.removed_by", original, &ids).await?;
    reverse(
        txn,
        left,
        (original, MassActionKind::RemoveMembers),
        &ids,
        stamp,
    )
    .await?;
    activity::log_many(txn, audit, lines).await
}

/// Moves one user; returns the line of the activity.
async fn move_to(
    txn: &Txn,
    audit: &AuditContext,
    user: &user::Model,
    to: Option<BranchId>,
) -> Result<(ActivitySubject, Activity), Error> {
    let stamp = ChangeStamp::at(audit.at);
    user_moves::leave_and_enter(txn, audit, user, to, stamp).await?;
    let moved = Activity::UserMoved {
        user: user.full_name(),
        branch: branches::find(txn, to).await?.map(|branch| branch.name),
    };
    Ok((ActivitySubject::user(user.id), moved))
}

async fn branches_before(
    txn: &Txn,
    original: MassActionId,
    users: &[UserId],
) -> Result<HashMap<UserId, Option<BranchId>>, Error> {
    let items = item::Entity::find()
        .filter(item::Column::MassActionId.eq(original))
        .filter(item::Column::UserId.is_in(users.iter().copied()))
        .all(txn)
        .await?;
    Ok(items
        .into_iter()
        .map(|item| (item.user_id, item.branch_id))
        .collect())
}

/// Returns the groups of these rows of the action, in the order of locks.
async fn groups_of(
    txn: &Txn,
    rows: &str,
    original: MassActionId,
    users: &[UserId],
) -> Result<Vec<GroupId>, Error> {
    Sql::new(txn)
        .add(
            &format!("SELECT DISTINCT m.group_id FROM {rows} = ? AND m.user_id IN "),
            [original.into()],
        )
        .ids(users)
        .text(" ORDER BY m.group_id")
        .column(txn)
        .await
}

async fn reverse(
    txn: &Txn,
    groups: Vec<GroupId>,
    undone: (MassActionId, MassActionKind),
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<(), Error> {
    for group in groups {
        match lock_group(txn, group).await {
            Ok(_) => {
                enrolments::reverse(txn, group, undone, users, stamp).await?;
                txn.publish(domain::events::ChangeEvent::Group(group));
            }
            // In the trash.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
