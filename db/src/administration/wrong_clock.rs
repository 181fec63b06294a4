//! What a clock that was ahead left behind: times of the future, for which others would wait.
use crate::{Db, Error, base::sql::Sql};
use domain::{throttle::CLOCKS_DIFFER, time::Timestamp};

/// Leases, failures and pauses, and how far from now they can be in seconds.
const WAITING: [(&str, i64); 5] = [
    (
        "UPDATE mass_actions SET leased_until = ? WHERE state = 'running' AND leased_until > ?",
        CLOCKS_DIFFER,
    ),
    (
        "UPDATE imports SET leased_until = ? WHERE leased_until > ?",
        CLOCKS_DIFFER,
    ),
    (
        "UPDATE throttles SET last_at = ? WHERE last_at > ?",
        CLOCKS_DIFFER,
    ),
    (
        "UPDATE throttles SET pending_at = ? WHERE pending_at > ?",
        CLOCKS_DIFFER,
    ),
    // After failures a mail waits for up to six hours.
    (
        "UPDATE mails SET next_at = ? WHERE state = 'waiting' AND next_at > ?",
        6 * 3_600 + CLOCKS_DIFFER,
    ),
];

/// Has what waits for a time that only a wrong clock could set wait from now on.
///
/// # Errors
/// The database failed.
pub async fn forget_later_times(db: &Db, now: Timestamp) -> Result<(), Error> {
    let txn = db.write().await?;
    for (update, longest) in WAITING {
        let values = [now.into(), now.plus_seconds(longest).into()];
        Sql::new(&txn).add(update, values).execute(&txn).await?;
    }
    txn.commit_quietly().await
}
