//! Keys that soon open nothing any longer: used up, or about to expire. Each condition has an index.
use crate::base::sql::Sql;
use domain::{home::KEY_DAYS, time::Timestamp};

/// Condition on a key `k`.
pub(crate) const USED_UP: &str = "k.used >= k.maximum AND k.retired_at IS NULL AND NOT k.paused";

const EXPIRING: &str = "k.expires_at > ? AND k.expires_at <= ? AND k.retired_at IS NULL AND NOT k.paused \
     AND (k.maximum IS NULL OR k.used < k.maximum)";

/// Adds that a key `k` is not used up, and expires soon.
pub(crate) fn expiring(sql: Sql, now: Timestamp) -> Sql {
    sql.add(EXPIRING, [now.into(), now.plus_days(KEY_DAYS).into()])
}

/// Adds that a group `t` has such a key.
pub(crate) fn of_group(sql: Sql, now: Timestamp) -> Sql {
    let keys = "SELECT k.group_id FROM group_keys k WHERE";
    let sql = sql.text(&format!(
        " AND (t.id IN ({keys} {USED_UP}) OR t.id IN ({keys} "
    ));
    expiring(sql, now).text("))")
}
