//! Undo: what an action added is found by its id in the tables, what it removed in the archives.
use super::pace::STEP;
use crate::{
    Error, Txn,
    base::{
        entities::{group, mass_action},
        paging,
        sql::Sql,
    },
    enrolments::{self, ChangeStamp},
};
use domain::ids::{MassActionId, UserId};
use sea_orm::EntityTrait;

/// The tables with traces of an action, and the column with its id.
const TRACES: [(&str, &str); 4] = [
    ("enrolments", "mass_action_id"),
    ("group_members", "mass_action_id"),
    ("enrolment_archive", "removed_by"),
    ("member_archive", "removed_by"),
];

/// Returns the number of users that the action left traces of.
pub(super) async fn count(txn: &Txn, action: MassActionId) -> Result<i64, Error> {
    let mut sql = Sql::new(txn).text("SELECT count(*) FROM (");
    for (place, (table, column)) in TRACES.iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        let fragment = format!("{union}SELECT t.user_id FROM {table} t WHERE t.{column} = ?");
        sql = sql.add(&fragment, [action.into()]);
    }
    sql.text(") u").number(txn).await
}

/// Returns the next users with traces of the action after the id `reached`, by id, at most
/// [`STEP`].
pub(super) async fn next(
    txn: &Txn,
    action: MassActionId,
    reached: UserId,
) -> Result<Vec<UserId>, Error> {
    let mut sql = Sql::new(txn).text("SELECT u.user_id FROM (");
    for (place, (table, column)) in TRACES.iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        // Limited in each part, so that the rest of an action of millions of rows is not sorted.
        let fragment = format!(
            "{union}SELECT * FROM (SELECT DISTINCT t.user_id FROM {table} t \
             WHERE t.{column} = ? AND t.user_id > ? ORDER BY t.user_id LIMIT ?) p{place}"
        );
        sql = sql.add(
            &fragment,
            [action.into(), reached.into(), paging::limit(STEP)],
        );
    }
    sql.add(") u ORDER BY u.user_id LIMIT ?", [paging::limit(STEP)])
        .column(txn)
        .await
}

/// Reverses what the action did to these users; returns how many rows were restored or removed.
/// Inactive users are included: undoing is exact.
pub(super) async fn reverse(
    txn: &Txn,
    group: &group::Model,
    original: MassActionId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let row = mass_action::Entity::find_by_id(original)
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    let undone = (original, row.kind);
    enrolments::reverse(txn, group.id, undone, users, stamp).await
}
