//! Rate limits, counted in the database, so that every process sees the same counts.
mod attempt;
mod budgets;
mod counter;
mod key_text;

pub use attempt::Attempt;
pub use budgets::{
    create_key, failures_at, guess_key, key_mail, known_browser, names, password_reset,
    second_factor, sign_in, sign_up, sign_up_email, sign_up_login, try_coupon,
};
pub use counter::Counter;
pub use key_text::{AddedKey, GuessedKey};

use crate::{
    Db, Error,
    base::{
        entities::{sign_in_source, throttle},
        sql::Sql,
    },
};
use counter::{Standing, lock, look, standing};
use domain::{throttle::REGULAR_DAYS, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Counts an act that is limited by itself, and no guess: all counters, or none if one refuses.
///
/// # Errors
/// [`Error::TooManyAttempts`]; then nothing is written.
pub async fn record(db: &Db, counters: &[Counter], now: Timestamp) -> Result<(), Error> {
    // Read first: a caller who has to wait must not make others wait for their writes.
    refuse(standing(counters, &look(db.read(), counters).await?, now))?;
    let txn = db.write().await?;
    let counts = lock(&txn, counters, now).await?;
    refuse(standing(counters, &counts, now))?;
    for counter in counter::in_order(counters) {
        Sql::new(&txn)
            .add(
                "UPDATE throttles SET tries = tries + 1, last_at = ? WHERE scope = ? AND subject = ?",
                [now.into(), counter.scope.into(), counter.subject.as_str().into()],
            )
            .execute(&txn)
            .await?;
    }
    txn.commit_quietly().await
}

fn refuse(standing: Standing) -> Result<(), Error> {
    match standing {
        Standing::Refused(wait) => Err(Error::TooManyAttempts(wait)),
        Standing::Free | Standing::InFlight => Ok(()),
    }
}

/// Releases this many recorded attempts of each counter, as far as it has so many.
///
/// # Errors
/// The database failed.
pub async fn release(db: &Db, counters: &[Counter], attempts: i64) -> Result<(), Error> {
    let txn = db.write().await?;
    for counter in counter::in_order(counters) {
        Sql::new(&txn)
            .add(
                "UPDATE throttles SET tries = CASE WHEN tries > ? THEN tries - ? ELSE 0 END \
                 WHERE scope = ? AND subject = ?",
                [
                    attempts.into(),
                    attempts.into(),
                    counter.scope.into(),
                    counter.subject.as_str().into(),
                ],
            )
            .execute(&txn)
            .await?;
    }
    txn.commit_quietly().await
}

/// Resets counters of an account whose owner was authenticated; returns how many failures they had.
///
/// # Errors
/// The database failed.
pub async fn reset(db: &Db, counters: &[Counter]) -> Result<i64, Error> {
    let failures: i64 = look(db.read(), counters)
        .await?
        .iter()
        .map(|count| count.failures())
        .sum();
    // Mostly there are none, and then nothing is written.
    if failures > 0 {
        let txn = db.write().await?;
        for counter in counter::in_order(counters) {
            Sql::new(&txn)
                .add(
                    "UPDATE throttles SET tries = 0 WHERE scope = ? AND subject = ?",
                    [counter.scope.into(), counter.subject.as_str().into()],
                )
                .execute(&txn)
                .await?;
        }
        txn.commit_quietly().await?;
    }
    Ok(failures)
}

/// Deletes counts older than two days, and who signed in where longer ago than is remembered; returns
/// how many counts.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = throttle::Entity::delete_many()
        .filter(throttle::Column::LastAt.lt(now.plus_days(-2)))
        .exec(&txn)
        .await?;
    sign_in_source::Entity::delete_many()
        .filter(sign_in_source::Column::At.lt(now.plus_days(-REGULAR_DAYS)))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}
