//! What a mass action left: what it added is found by its id in the tables, what it removed in the
//! archives.
use crate::{
    Error, Txn,
    base::{paging, sql::Sql},
};
use domain::ids::{MassActionId, UserId};

/// The tables with traces of an action, and the column with its id.
const TRACES: [(&str, &str); 5] = [
    ("enrolments", "mass_action_id"),
    ("trashed_enrolments", "mass_action_id"),
    ("group_members", "mass_action_id"),
    ("enrolment_archive", "removed_by"),
    ("member_archive", "removed_by"),
];

/// Returns the number of users that the action left traces of.
pub(crate) async fn count(txn: &Txn, action: MassActionId) -> Result<i64, Error> {
    let mut sql = Sql::new(txn).text("SELECT count(*) FROM (");
    for (place, (table, column)) in TRACES.iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        let fragment = format!("{union}SELECT t.user_id FROM {table} t WHERE t.{column} = ?");
        sql = sql.add(&fragment, [action.into()]);
    }
    sql.text(") u").number(txn).await
}

/// Returns the next users with traces of the action after the id `reached`, by id, at most
/// `most`.
pub(crate) async fn next(
    txn: &Txn,
    action: MassActionId,
    reached: UserId,
    most: u64,
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
            [action.into(), reached.into(), paging::limit(most)],
        );
    }
    sql.add(") u ORDER BY u.user_id LIMIT ?", [paging::limit(most)])
        .column(txn)
        .await
}
