//! Undo: what an action added is found by its id in the tables, what it removed in the archives.
use super::record::{STEP, kind_of};
use crate::{
    Error, Txn,
    base::{
        entities::{group, mass_action},
        paging,
        sql::Sql,
    },
    enrolments::{self, Archived, ChangeStamp, MemberSet},
};
use domain::{groups::RemovalPolicy, ids::GroupId, mass_actions::MassActionKind};
use sea_orm::EntityTrait;

/// The tables with traces of an action, and the column with its id.
const TRACES: [(&str, &str); 4] = [
    ("enrolments", "mass_action_id"),
    ("group_members", "mass_action_id"),
    ("enrolment_archive", "removed_by"),
    ("member_archive", "removed_by"),
];

/// Returns the number of users that the action left traces of.
pub(super) async fn count(txn: &Txn, action: i64) -> Result<i64, Error> {
    let mut sql = Sql::new(txn).text("SELECT count(*) FROM (");
    for (place, (table, column)) in TRACES.iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        let piece = format!("{union}SELECT t.user_id FROM {table} t WHERE t.{column} = ?");
        sql = sql.add(&piece, [action.into()]);
    }
    sql.text(") u").number(txn).await
}

/// Returns the next users with traces of the action after the id `reached`, by id, at most
/// [`STEP`].
pub(super) async fn next(txn: &Txn, action: i64, reached: i64) -> Result<Vec<i64>, Error> {
    let mut sql = Sql::new(txn).text("SELECT u.user_id FROM (");
    for (place, (table, column)) in TRACES.iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        // Limited in each part, so that the rest of an action of millions of rows is not sorted.
        let piece = format!(
            "{union}SELECT * FROM (SELECT DISTINCT t.user_id FROM {table} t \
             WHERE t.{column} = ? AND t.user_id > ? ORDER BY t.user_id LIMIT ?) p{place}"
        );
        sql = sql.add(&piece, [action.into(), reached.into(), paging::limit(STEP)]);
    }
    sql.add(") u ORDER BY u.user_id LIMIT ?", [paging::limit(STEP)])
        .numbers(txn)
        .await
}

/// Reverses what the action did to these users; returns how many rows were restored or removed.
/// Inactive users are included: undoing is exact.
pub(super) async fn reverse(
    txn: &Txn,
    group: &group::Model,
    original: i64,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let row = mass_action::Entity::find_by_id(original)
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kind_of(&row)?;
    let group = GroupId(group.id);
    let before = enrolments::drift_of(txn, group, users).await?;
    let changes = match kind {
        MassActionKind::Assign => take_given(txn, group, original, users, stamp).await?,
        MassActionKind::AddMembers => take_out(txn, group, original, users, stamp).await?,
        MassActionKind::RemoveMembers | MassActionKind::WithdrawMembers => {
            enrolments::restore_members(txn, group, original, users).await?
        }
        MassActionKind::Unassign => 0,
        MassActionKind::Undo => return Err(Error::NotUndoable),
    };
    let archived = Archived::RemovedBy {
        action: original,
        users,
    };
    let given = enrolments::restore_group_enrolments(txn, group, archived, stamp).await?;
    enrolments::restore_kept(txn, group, archived).await?;
    enrolments::delete_archived(txn, group, archived).await?;
    let members = match kind {
        MassActionKind::RemoveMembers | MassActionKind::WithdrawMembers => changes.cast_signed(),
        MassActionKind::AddMembers => -changes.cast_signed(),
        _ => 0,
    };
    let after = enrolments::drift_of(txn, group, users).await?;
    enrolments::adjust_counters(txn, group, members, 0, after - before).await?;
    Ok(if kind == MassActionKind::Unassign {
        given
    } else {
        changes
    })
}

/// Removes the enrolments that the action added and that still exist.
async fn take_given(
    txn: &Txn,
    group: GroupId,
    original: i64,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    enrolments::archive_and_delete(txn, stamp, |sql| {
        sql.add(
            " WHERE e.group_id = ? AND e.source = 'group' AND e.mass_action_id = ? \
             AND e.user_id IN ",
            [group.0.into(), original.into()],
        )
        .ids(users)
    })
    .await
}

/// Removes the memberships that the action added and that still exist, and its enrolments.
/// Enrolments that the group added since are not the action's: they become *kept*.
async fn take_out(
    txn: &Txn,
    group: GroupId,
    original: i64,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let added = Sql::new(txn)
        .add(
            "SELECT m.user_id FROM group_members m WHERE m.group_id = ? \
             AND m.mass_action_id = ? AND m.user_id IN ",
            [group.0.into(), original.into()],
        )
        .ids(users)
        .numbers(txn)
        .await?;
    take_given(txn, group, original, &added, stamp).await?;
    let everything = MemberSet::Users(&added);
    enrolments::apply_removal_policy(
        txn,
        group,
        everything,
        None,
        RemovalPolicy::KeepAccess,
        stamp,
    )
    .await?;
    enrolments::remove_members(txn, group, &added, stamp).await
}
