//! Rate limits, and what a refused form keeps.
use crate::support::{NOW, number, on_both_engines};
use db::{
    Db, Error,
    flashes::{self, FlashKind},
    throttles::{self, Attempt, Counter},
};
use domain::{
    ids::UserId,
    throttle::{RateLimit, SIGN_IN_ACCOUNT, Source},
    time::Timestamp,
};
use futures::future::join_all;
use std::time::Duration;

const ANA: UserId = UserId(1);
const BOB: UserId = UserId(2);

fn counter(scope: &'static str, user: UserId, free_attempts: i64) -> Vec<Counter> {
    let limit = RateLimit {
        free_attempts,
        ..SIGN_IN_ACCOUNT
    };
    vec![Counter::account(scope, user, limit)]
}

async fn fail(db: &Db, counters: Vec<Counter>, at: Timestamp) -> Result<(), Error> {
    Attempt::begin(db, counters, at).await?.fail().await
}

async fn failures(db: &Db) -> i64 {
    number(
        db,
        "SELECT CAST(sum(tries) AS bigint) FROM throttles",
        vec![],
    )
    .await
}

#[tokio::test]
async fn five_of_two_hundred_simultaneous_attempts_get_through() {
    on_both_engines(async |db| {
        let attempts = (0..200).map(|_| fail(&db, counter("sign_in", ANA, 5), NOW));
        let done = join_all(attempts).await;
        assert_eq!(done.iter().filter(|tried| tried.is_ok()).count(), 5);
        for refused in done.into_iter().filter_map(Result::err) {
            assert!(matches!(refused, Error::TooManyAttempts(_)), "{refused:?}");
        }
    })
    .await;
}

/// Being checked is no failure: a class that signs in at once is not slowed down by itself.
#[tokio::test]
async fn right_attempts_wait_for_others_in_flight_and_get_through() {
    on_both_engines(async |db| {
        let right = async || {
            let attempt = Attempt::begin(&db, counter("sign_in", ANA, 5), NOW).await?;
            attempt.release().await
        };
        let done = join_all((0..40).map(|_| right())).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        assert_eq!(failures(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_attempt_that_is_dropped_is_a_failure() {
    on_both_engines(async |db| {
        let limit = || counter("sign_in", ANA, 1);
        drop(Attempt::begin(&db, limit(), NOW).await.unwrap());
        // Waits until the outcome is counted.
        let next = Attempt::begin(&db, limit(), NOW).await;
        assert!(matches!(next, Err(Error::TooManyAttempts(_))));
    })
    .await;
}

/// A process that ended in the middle of an attempt must not keep others waiting.
#[tokio::test]
async fn an_attempt_that_was_lost_is_forgotten() {
    on_both_engines(async |db| {
        let lost = Attempt::begin(&db, counter("sign_in", ANA, 1), NOW)
            .await
            .unwrap();
        std::mem::forget(lost);
        let later = NOW.plus_seconds(60);
        let next = Attempt::begin(&db, counter("sign_in", ANA, 1), later);
        let next = tokio::time::timeout(Duration::from_secs(5), next).await;
        next.expect("no wait").unwrap().release().await.unwrap();
    })
    .await;
}

/// Those who come all the time must not keep alive what a crash left counted.
#[tokio::test]
async fn a_lost_attempt_is_given_back_although_others_go_on() {
    on_both_engines(async |db| {
        let limit = || counter("sign_in", ANA, 2);
        std::mem::forget(Attempt::begin(&db, limit(), NOW).await.unwrap());
        let other = Attempt::begin(&db, limit(), NOW.plus_seconds(30)).await;
        other.unwrap().release().await.unwrap();
        let later = NOW.plus_seconds(61);
        let first = Attempt::begin(&db, limit(), later).await.unwrap();
        let second = Attempt::begin(&db, limit(), later);
        let second = tokio::time::timeout(Duration::from_secs(5), second).await;
        second.expect("no wait").unwrap().release().await.unwrap();
        first.release().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn actions_and_subjects_are_counted_separately_and_success_resets_them() {
    on_both_engines(async |db| {
        let tried = async |scope, user, at| fail(&db, counter(scope, user, 1), at).await;
        tried("sign_in", ANA, NOW).await.unwrap();
        assert!(tried("sign_in", ANA, NOW).await.is_err());
        tried("sign_in", BOB, NOW).await.unwrap();
        tried("key", ANA, NOW).await.unwrap();
        let reset = throttles::reset(&db, &counter("sign_in", ANA, 1)).await;
        assert_eq!(reset.unwrap(), 1);
        tried("sign_in", ANA, NOW).await.unwrap();
        let tomorrow = NOW.plus_days(1);
        tried("sign_in", ANA, tomorrow).await.unwrap();
        assert!(
            tried("sign_in", ANA, tomorrow).await.is_err(),
            "counted from one again"
        );
        assert_eq!(throttles::sweep(&db, NOW.plus_days(3)).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn releasing_an_attempt_keeps_those_before_it() {
    on_both_engines(async |db| {
        let limit = || counter("key", ANA, 3);
        fail(&db, limit(), NOW).await.unwrap();
        for _ in 0..5 {
            let right = Attempt::begin(&db, limit(), NOW).await.unwrap();
            right.release().await.unwrap();
        }
        fail(&db, limit(), NOW).await.unwrap();
        fail(&db, limit(), NOW).await.unwrap();
        assert!(fail(&db, limit(), NOW).await.is_err(), "three wrong ones");
    })
    .await;
}

/// One counter refuses: the others, which would not, stay as they are.
#[tokio::test]
async fn a_refusal_charges_no_counter() {
    on_both_engines(async |db| {
        let both = || [counter("account", ANA, 9), counter("address", BOB, 1)].concat();
        fail(&db, both(), NOW).await.unwrap();
        assert!(fail(&db, both(), NOW).await.is_err());
        assert!(throttles::record(&db, &both(), NOW).await.is_err());
        assert_eq!(failures(&db).await, 2);
        throttles::record(&db, &counter("account", ANA, 2), NOW)
            .await
            .unwrap();
        assert!(throttles::record(&db, &both(), NOW).await.is_err());
        assert_eq!(failures(&db).await, 3);
    })
    .await;
}

/// Not even for a name that no one tried before: rows cost others their time.
#[tokio::test]
async fn a_caller_who_waits_writes_nothing() {
    on_both_engines(async |db| {
        let source = Source::of([192, 0, 2, 1].into());
        let shut = throttles::failures_at(source);
        throttles::record(&db, &shut, NOW).await.unwrap();
        let txn = db.write().await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&txn, "UPDATE throttles SET tries = 500")
            .await
            .unwrap();
        txn.commit_quietly().await.unwrap();
        let rows = "SELECT count(*) FROM throttles";
        assert_eq!(number(&db, rows, vec![]).await, 1);
        // The only connection of SQLite that writes is taken: a refusal does not need it.
        let writing = db.write().await.unwrap();
        for name in ["one", "two"] {
            let counters = throttles::sign_in(&db, name, source, NOW).await.unwrap();
            let refused = Attempt::begin(&db, counters, NOW);
            let refused = tokio::time::timeout(Duration::from_secs(5), refused).await;
            assert!(matches!(
                refused.expect("no wait"),
                Err(Error::TooManyAttempts(_))
            ));
        }
        drop(writing);
        assert_eq!(number(&db, rows, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_flash_is_stored_encrypted() {
    on_both_engines(async |db| {
        flashes::put_own(&db, FlashKind::Join, ANA, "sales-2026", NOW)
            .await
            .unwrap();
        let readable = "SELECT count(*) FROM flashes WHERE body LIKE '%2026%'";
        assert_eq!(crate::support::number(&db, readable, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_flash_is_kept_for_the_given_time() {
    on_both_engines(async |db| {
        let (form, ana) = (FlashKind::Form, ANA);
        let token = flashes::put_own(&db, form, ana, "Saved.", NOW)
            .await
            .unwrap();
        let get = async |token: &str, now| {
            let found = flashes::get_own(&db, form, ana, token, now).await;
            found.unwrap()
        };
        let last = NOW.plus_seconds(299);
        for _ in 0..2 {
            let body = get(&token, last).await;
            assert_eq!(body.as_deref(), Some("Saved."));
        }
        let end = NOW.plus_seconds(300);
        assert_eq!(get(&token, end).await, None);
        assert_eq!(get("guess", NOW).await, None);
        assert_eq!(flashes::sweep(&db, end).await.unwrap(), 1);
    })
    .await;
}
