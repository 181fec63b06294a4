//! Rate limits, counted in the database, so that every process sees the same counts.
use crate::{Db, Error, Txn, base::entities::throttle};
use domain::{throttle::RateLimit, time::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Counts an attempt *before* it is made, so that many concurrent ones cannot slip through: call
/// [`release_attempts`] or [`reset_attempts`] when it succeeds. `scope` names the limit
/// (`sign_in`, `key`), `subject` the account or address; hash what people typed, it may be long.
///
/// # Errors
/// [`Error::TooManyAttempts`] if the subject must wait; then nothing is counted.
pub async fn record_attempt(
    db: &Db,
    scope: &str,
    subject: &str,
    limit: RateLimit,
    now: Timestamp,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = locked(&txn, scope, subject, now).await?;
    let last = row.last_at;
    let attempts = if limit.forgotten(last, now) {
        0
    } else {
        row.tries
    };
    if let Some(wait) = limit.wait(attempts, last, now) {
        return Err(Error::TooManyAttempts(wait));
    }
    let counted = throttle::ActiveModel {
        scope: Set(row.scope),
        subject: Set(row.subject),
        tries: Set(attempts + 1),
        last_at: Set(now),
    };
    throttle::Entity::update(counted).exec(&txn).await?;
    txn.commit_quietly().await
}

/// Releases `tries` attempts that were not guesses: the one that succeeded. Earlier ones stay
/// counted, or someone with one right answer could guess at others without end.
///
/// # Errors
/// The database failed.
pub async fn release_attempts(
    db: &Db,
    scope: &str,
    subject: &str,
    attempts: i64,
) -> Result<(), Error> {
    use throttle::Column::{Scope, Subject, Tries};
    let txn = db.write().await?;
    throttle::Entity::update_many()
        .col_expr(Tries, Expr::col(Tries).sub(attempts))
        .filter(Scope.eq(scope))
        .filter(Subject.eq(subject))
        .filter(Tries.gte(attempts))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await
}

/// Resets the attempts on an account whose owner was authenticated; returns how many there were.
///
/// # Errors
/// The database failed.
pub async fn reset_attempts(db: &Db, scope: &str, subject: &str) -> Result<i64, Error> {
    let txn = db.write().await?;
    let id = (scope.to_owned(), subject.to_owned());
    let row = throttle::Entity::find_by_id(id.clone()).one(&txn).await?;
    throttle::Entity::delete_by_id(id).exec(&txn).await?;
    txn.commit_quietly().await?;
    Ok(row.map_or(0, |row| row.tries))
}

/// Deletes counts older than two days; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = throttle::Entity::delete_many()
        .filter(throttle::Column::LastAt.lt(now.plus_days(-2)))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}

async fn locked(
    txn: &Txn,
    scope: &str,
    subject: &str,
    now: Timestamp,
) -> Result<throttle::Model, Error> {
    // Inserts the row to lock if it is missing: PostgreSQL cannot lock a missing row, and
    // concurrent first attempts would all count from zero.
    let fresh = throttle::ActiveModel {
        scope: Set(scope.to_owned()),
        subject: Set(subject.to_owned()),
        tries: Set(0),
        last_at: Set(now),
    };
    throttle::Entity::insert(fresh)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    throttle::Entity::find_by_id((scope.to_owned(), subject.to_owned()))
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::InvalidData("throttles"))
}
