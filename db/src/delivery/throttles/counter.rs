//! Counters: the failures of one subject, and whether it may make another attempt.
use crate::{
    Error, Txn,
    base::{entities::throttle, search_text::login_fold, secrets::token_hash},
};
use domain::{
    ids::UserId,
    throttle::{CLOCKS_DIFFER, RateLimit, RetryAfter, Source},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, sea_query::OnConflict};

/// Attempts in flight for longer than this belong to a process that has ended.
const LOST_AFTER_SECONDS: i64 = 60;

/// What is counted for one subject, and its limit.
#[derive(Clone, Debug)]
pub struct Counter {
    pub(super) scope: &'static str,
    pub(super) subject: String,
    pub(super) limit: RateLimit,
    /// Does not refuse a caller whose first counter has no failures: what others did is not held
    /// against them.
    pub(super) spares_the_blameless: bool,
}

impl Counter {
    /// Counts for an account.
    pub fn account(scope: &'static str, user: UserId, limit: RateLimit) -> Self {
        Self::new(scope, user.to_string(), limit)
    }

    /// Counts for a text as it was typed. A hash is stored: it may be long, and is private.
    pub fn typed(scope: &'static str, text: &str, limit: RateLimit) -> Self {
        Self::new(scope, token_hash(&login_fold(text)), limit)
    }

    /// Counts for a source, and for the site that it belongs to.
    pub fn source(scope: &'static str, source: Source, limit: RateLimit) -> Vec<Self> {
        let limits = source.limits(limit).into_iter();
        limits
            .map(|(subject, limit)| Self::new(scope, subject, limit))
            .collect()
    }

    pub(super) fn new(scope: &'static str, subject: String, limit: RateLimit) -> Self {
        Self {
            scope,
            subject,
            limit,
            spares_the_blameless: false,
        }
    }

    fn key(&self) -> (String, String) {
        (self.scope.to_owned(), self.subject.clone())
    }
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Free,
    /// It depends on attempts that are still being checked.
    InFlight,
    Refused(RetryAfter),
}

/// A counter's row.
#[derive(Clone, Debug, Default)]
pub(super) struct Count(Option<throttle::Model>);

impl Count {
    pub(super) fn failures(&self) -> i64 {
        self.0.as_ref().map_or(0, |row| row.tries)
    }
}

/// Returns the counters in the order in which they are locked.
pub(super) fn in_order(counters: &[Counter]) -> Vec<&Counter> {
    let mut ordered: Vec<_> = counters.iter().collect();
    ordered.sort_by_key(|counter| (counter.scope, &counter.subject));
    ordered
}

/// Reads the counts, without a lock.
pub(super) async fn look(
    conn: &impl ConnectionTrait,
    counters: &[Counter],
) -> Result<Vec<Count>, Error> {
    let mut counts = Vec::with_capacity(counters.len());
    for counter in counters {
        counts.push(Count(
            throttle::Entity::find_by_id(counter.key())
                .one(conn)
                .await?,
        ));
    }
    Ok(counts)
}

/// Locks the rows of the counters, which are reset if the last failure is long ago.
pub(super) async fn lock(
    txn: &Txn,
    counters: &[Counter],
    now: Timestamp,
) -> Result<Vec<Count>, Error> {
    for counter in in_order(counters) {
        lock_one(txn, counter, now).await?;
    }
    look(txn, counters).await
}

async fn lock_one(txn: &Txn, counter: &Counter, now: Timestamp) -> Result<(), Error> {
    // Inserts the row to lock if it is missing: PostgreSQL cannot lock a missing row, and
    // concurrent first attempts would all count from zero.
    let (scope, subject) = counter.key();
    let fresh = throttle::ActiveModel {
        scope: Set(scope),
        subject: Set(subject),
        tries: Set(0),
        last_at: Set(now),
        pending: Set(0),
        pending_at: Set(now),
    };
    throttle::Entity::insert(fresh)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    let row = throttle::Entity::find_by_id(counter.key())
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::InvalidData("throttles"))?;
    let (tries, pending) = (failures(counter, &row, now), pending(&row, now));
    if (tries, pending) != (row.tries, row.pending) {
        let reset = throttle::ActiveModel {
            scope: Set(row.scope),
            subject: Set(row.subject),
            tries: Set(tries),
            pending: Set(pending),
            ..Default::default()
        };
        throttle::Entity::update(reset).exec(txn).await?;
    }
    Ok(())
}

/// Whether the caller with these counters may make an attempt.
pub(super) fn standing(counters: &[Counter], counts: &[Count], now: Timestamp) -> Standing {
    let mut in_flight = false;
    let mut longest: Option<RetryAfter> = None;
    let is_blameless = counts.first().is_none_or(|first| first.failures() == 0);
    for (counter, Count(row)) in counters.iter().zip(counts) {
        let Some(row) = row else { continue };
        if counter.spares_the_blameless && is_blameless {
            continue;
        }
        let failures = failures(counter, row, now);
        if let Some(wait) = counter.limit.wait(failures, row.last_at, now) {
            let seconds = longest
                .map_or(0, |longest| longest.seconds)
                .max(wait.seconds);
            longest = Some(RetryAfter { seconds });
        }
        let pending = pending(row, now);
        in_flight |= pending > 0 && failures + pending >= counter.limit.free_attempts;
    }
    match longest {
        Some(wait) => Standing::Refused(wait),
        None if in_flight => Standing::InFlight,
        None => Standing::Free,
    }
}

fn failures(counter: &Counter, row: &throttle::Model, now: Timestamp) -> i64 {
    if counter.limit.forgotten(row.last_at, now) {
        0
    } else {
        row.tries
    }
}

fn pending(row: &throttle::Model, now: Timestamp) -> i64 {
    let is_old = row.pending_at.plus_seconds(LOST_AFTER_SECONDS) <= now;
    // Or of a wrong clock.
    if is_old || row.pending_at > now.plus_seconds(CLOCKS_DIFFER) {
        0
    } else {
        row.pending
    }
}
