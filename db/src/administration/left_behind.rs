//! What a process left that was killed: attempts in flight, and work that it still holds.
use crate::{
    Db, Error,
    base::{
        postgres::{NAMES, name},
        sql::Sql,
    },
};
use domain::time::Timestamp;
use std::time::Duration;
use tokio::time::sleep;

const ATTEMPTS: &str = "UPDATE throttles SET pending = 0 WHERE pending > 0";

const LEASES: [&str; 2] = [
    "UPDATE mass_actions SET leased_until = ? WHERE state = 'running' AND leased_until > ?",
    "UPDATE imports SET leased_until = ? WHERE leased_until > ?",
];

/// Gives back what other processes left, before this one serves, unless one of them may be at work. What it does not
/// give back lapses: leases after three seconds, attempts after a minute.
///
/// # Errors
/// The database failed.
pub async fn give_back(db: &Db, now: Timestamp) -> Result<(), Error> {
    if !is_alone_soon(db).await? {
        return Ok(());
    }
    let txn = db.write().await?;
    Sql::new(&txn).add(ATTEMPTS, []).execute(&txn).await?;
    for update in LEASES {
        let times = [now.into(), now.into()];
        Sql::new(&txn).add(update, times).execute(&txn).await?;
    }
    txn.commit_quietly().await
}

/// PostgreSQL ends the connections of a killed process once their statements are done: that is waited for, a second
/// at most.
async fn is_alone_soon(db: &Db) -> Result<bool, Error> {
    for _ in 0..10 {
        if is_alone(db).await? {
            return Ok(true);
        }
        sleep(Duration::from_millis(100)).await;
    }
    is_alone(db).await
}

/// Whether no other portal is connected. One process at a time has an SQLite file. Behind a pool of connections a
/// portal may be unseen: it then loses a lease, as after three seconds, and its guests get some tries more.
async fn is_alone(db: &Db) -> Result<bool, Error> {
    if db.is_sqlite() {
        return Ok(true);
    }
    let others = Sql::new(db.read()).add(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND starts_with(application_name, ?) AND application_name <> ?",
        [NAMES.into(), name().into()],
    );
    Ok(others.number(db.read()).await? == 0)
}
