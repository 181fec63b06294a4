//! An attempt at a secret, between its count and its outcome.
use super::{
    AddedKey, GuessedKey,
    counter::{self, Counter, Standing, lock, look, standing},
};
use crate::{Db, Error, base::sql::Sql};
use domain::{groups::NewKey, throttle::RetryAfter, time::Timestamp};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How long an attempt waits for the outcome of others before it. Checking a password takes
/// milliseconds, but many may be waiting to be checked.
const PATIENCE: Duration = Duration::from_secs(60);
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(320);
/// How many wait in this process; each looks again and again.
static WAITING: Semaphore = Semaphore::const_new(1_000);

/// Proof that an attempt is counted: what compares a secret that someone typed takes one. It counts
/// as a failure unless it is [released](Attempt::release).
#[must_use]
pub struct Attempt {
    db: Db,
    counters: Vec<Counter>,
    at: Timestamp,
    is_settled: bool,
}

impl Attempt {
    /// Counts an attempt *before* it is made, so that many concurrent ones cannot slip through. If it
    /// would be over a limit only because others are still being checked, waits for them.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] if the caller must wait; then nothing is written.
    pub async fn begin(db: &Db, counters: Vec<Counter>, now: Timestamp) -> Result<Self, Error> {
        let (begun, mut pause) = (Instant::now(), SHORTEST_PAUSE);
        let mut place = None;
        loop {
            // Read first: a caller who has to wait must not make others wait for their writes.
            let standing = standing(&counters, &look(db.read(), &counters).await?, now);
            match standing {
                Standing::Refused(wait) => return Err(Error::TooManyAttempts(wait)),
                Standing::Free if reserve(db, &counters, now).await? => {
                    let db = db.clone();
                    return Ok(Self {
                        db,
                        counters,
                        at: now,
                        is_settled: false,
                    });
                }
                Standing::Free | Standing::InFlight => {}
            }
            if place.is_none() {
                place = WAITING.try_acquire().ok();
            }
            if place.is_none() || begun.elapsed() > PATIENCE {
                return Err(Error::TooManyAttempts(RetryAfter { seconds: 1 }));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// The key that is tried.
    pub fn key<'a>(&'a self, typed: &'a str) -> GuessedKey<'a> {
        GuessedKey::counted(typed)
    }

    /// The typed key that is to be added to a group.
    pub fn new_key<'a>(&'a self, key: &'a NewKey) -> AddedKey<'a> {
        AddedKey::counted(key)
    }

    /// The attempt was no wrong guess and counts no longer. Earlier ones stay counted, or someone with
    /// one right answer could guess at others without end.
    ///
    /// # Errors
    /// The database failed.
    pub async fn release(mut self) -> Result<(), Error> {
        self.is_settled = true;
        settle(&self.db, &self.counters, 0, self.at).await
    }

    /// The attempt was a wrong guess.
    ///
    /// # Errors
    /// The database failed.
    pub async fn fail(mut self) -> Result<(), Error> {
        self.is_settled = true;
        settle(&self.db, &self.counters, 1, self.at).await
    }
}

impl Drop for Attempt {
    /// A caller who hangs up does not learn the outcome, but must not keep others waiting for it.
    fn drop(&mut self) {
        if self.is_settled || self.counters.is_empty() {
            return;
        }
        let (db, at) = (self.db.clone(), self.at);
        let counters = std::mem::take(&mut self.counters);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = settle(&db, &counters, 1, at).await {
                    tracing::warn!(%error, "could not count an attempt");
                }
            });
        }
    }
}

/// Reserves an attempt in each counter, if it is still free under their locks; else writes nothing.
async fn reserve(db: &Db, counters: &[Counter], now: Timestamp) -> Result<bool, Error> {
    if counters.is_empty() {
        return Ok(true);
    }
    let txn = db.write().await?;
    let counts = lock(&txn, counters, now).await?;
    if standing(counters, &counts, now) != Standing::Free {
        txn.rollback().await?;
        return Ok(false);
    }
    for counter in counter::in_order(counters) {
        Sql::new(&txn)
            .add(
                // Not of the last: one that a crash left would stay as long as others come.
                "UPDATE throttles SET pending = pending + 1, \
                 pending_at = CASE WHEN pending > 0 THEN pending_at ELSE ? END \
                 WHERE scope = ? AND subject = ?",
                [
                    now.into(),
                    counter.scope.into(),
                    counter.subject.as_str().into(),
                ],
            )
            .execute(&txn)
            .await?;
    }
    txn.commit_quietly().await?;
    Ok(true)
}

async fn settle(db: &Db, counters: &[Counter], failures: i64, at: Timestamp) -> Result<(), Error> {
    if counters.is_empty() {
        return Ok(());
    }
    let txn = db.write().await?;
    for counter in counter::in_order(counters) {
        Sql::new(&txn)
            .add(
                "UPDATE throttles SET pending = CASE WHEN pending > 0 THEN pending - 1 ELSE 0 END, \
                 tries = tries + ?, \
                 last_at = CASE WHEN ? > 0 AND last_at < ? THEN ? ELSE last_at END \
                 WHERE scope = ? AND subject = ?",
                [
                    failures.into(),
                    failures.into(),
                    at.into(),
                    at.into(),
                    counter.scope.into(),
                    counter.subject.as_str().into(),
                ],
            )
            .execute(&txn)
            .await?;
    }
    txn.commit_quietly().await
}
