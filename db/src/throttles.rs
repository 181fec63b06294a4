//! Counting tries at a door, in the database: every process counts the same.
use crate::{Db, Error, Txn, entities::throttle};
use domain::{throttle::RateLimit, time::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Counts a try *before* it is made, so that many at once cannot slip through: call
/// [`take_back`] or [`forget`] when it succeeds. `scope` names the door (`sign_in`, `key`),
/// `subject` the account or address; hash what people typed, it may be long.
///
/// # Errors
/// [`Error::TooManyAttempts`] where the subject must wait; then nothing is counted.
pub async fn record_attempt(
    db: &Db,
    scope: &str,
    subject: &str,
    allowance: RateLimit,
    now: Timestamp,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = locked(&txn, scope, subject, now).await?;
    let last = Timestamp(row.last_at);
    let tries = if allowance.forgotten(last, now) {
        0
    } else {
        row.tries
    };
    if let Some(wait) = allowance.wait(tries, last, now) {
        return Err(Error::TooManyAttempts(wait));
    }
    let counted = throttle::ActiveModel {
        scope: Set(row.scope),
        subject: Set(row.subject),
        tries: Set(tries + 1),
        last_at: Set(now.0),
    };
    throttle::Entity::update(counted).exec(&txn).await?;
    Ok(txn.commit().await?)
}

/// Takes back so many tries that were no guesses: the one that succeeded. Those before it stay
/// counted, or whoever has one right answer could guess at others without end.
///
/// # Errors
/// The database failed.
pub async fn release_attempts(
    db: &Db,
    scope: &str,
    subject: &str,
    tries: i64,
) -> Result<(), Error> {
    use throttle::Column::{Scope, Subject, Tries};
    let txn = db.write().await?;
    throttle::Entity::update_many()
        .col_expr(Tries, Expr::col(Tries).sub(tries))
        .filter(Scope.eq(scope))
        .filter(Subject.eq(subject))
        .filter(Tries.gte(tries))
        .exec(&txn)
        .await?;
    Ok(txn.commit().await?)
}

/// Forgets all tries of an account whose owner proved himself; answers how many those were.
///
/// # Errors
/// The database failed.
pub async fn reset_attempts(db: &Db, scope: &str, subject: &str) -> Result<i64, Error> {
    let txn = db.write().await?;
    let id = (scope.to_owned(), subject.to_owned());
    let row = throttle::Entity::find_by_id(id.clone()).one(&txn).await?;
    throttle::Entity::delete_by_id(id).exec(&txn).await?;
    txn.commit().await?;
    Ok(row.map_or(0, |row| row.tries))
}

/// Deletes what nobody needs any more (older than two days); answers how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = throttle::Entity::delete_many()
        .filter(throttle::Column::LastAt.lt(now.plus_days(-2).0))
        .exec(&txn)
        .await?;
    txn.commit().await?;
    Ok(swept.rows_affected)
}

async fn locked(
    txn: &Txn,
    scope: &str,
    subject: &str,
    now: Timestamp,
) -> Result<throttle::Model, Error> {
    // A row to lock, where there is none yet: PostgreSQL cannot lock what is not there, and
    // first tries at once would all see no tries.
    let fresh = throttle::ActiveModel {
        scope: Set(scope.to_owned()),
        subject: Set(subject.to_owned()),
        tries: Set(0),
        last_at: Set(now.0),
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
