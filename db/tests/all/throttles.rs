//! Rate limits, and what a refused form keeps.
use crate::support::{NOW, on_both_engines};
use db::{Error, flashes, throttles};
use domain::throttle::{RateLimit, SIGN_IN_ACCOUNT};
use futures::future::join_all;

#[tokio::test]
async fn five_of_two_hundred_simultaneous_attempts_get_through() {
    on_both_engines(async |db| {
        let attempts = (0..200)
            .map(|_| throttles::record_attempt(&db, "sign_in", "ana", SIGN_IN_ACCOUNT, NOW));
        let done = join_all(attempts).await;
        assert_eq!(done.iter().filter(|tried| tried.is_ok()).count(), 5);
        for refused in done.into_iter().filter_map(Result::err) {
            assert!(matches!(refused, Error::TooManyAttempts(_)), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn actions_and_subjects_are_counted_separately_and_success_resets_them() {
    on_both_engines(async |db| {
        let one = RateLimit {
            free_attempts: 1,
            ..SIGN_IN_ACCOUNT
        };
        let tried = async |scope, subject, at| {
            throttles::record_attempt(&db, scope, subject, one, at).await
        };
        tried("sign_in", "ana", NOW).await.unwrap();
        assert!(tried("sign_in", "ana", NOW).await.is_err());
        tried("sign_in", "bob", NOW).await.unwrap();
        tried("key", "ana", NOW).await.unwrap();
        assert_eq!(
            throttles::reset_attempts(&db, "sign_in", "ana")
                .await
                .unwrap(),
            1
        );
        tried("sign_in", "ana", NOW).await.unwrap();
        let tomorrow = NOW.plus_days(1);
        tried("sign_in", "ana", tomorrow).await.unwrap();
        assert!(
            tried("sign_in", "ana", tomorrow).await.is_err(),
            "counted from one again"
        );
        assert_eq!(throttles::sweep(&db, NOW.plus_days(3)).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn releasing_an_attempt_keeps_those_before_it() {
    on_both_engines(async |db| {
        let three = RateLimit {
            free_attempts: 3,
            ..SIGN_IN_ACCOUNT
        };
        let tried = async || throttles::record_attempt(&db, "key", "ana", three, NOW).await;
        tried().await.unwrap();
        for _ in 0..5 {
            tried().await.unwrap();
            throttles::release_attempts(&db, "key", "ana", 1)
                .await
                .unwrap();
        }
        tried().await.unwrap();
        tried().await.unwrap();
        assert!(tried().await.is_err(), "three wrong ones");
    })
    .await;
}

#[tokio::test]
async fn a_flash_is_stored_encrypted() {
    on_both_engines(async |db| {
        flashes::put(&db, "sales-2026", flashes::LONG, NOW)
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
        let token = flashes::put(&db, "Saved.", flashes::SHORT, NOW)
            .await
            .unwrap();
        let last = NOW.plus_seconds(299);
        for _ in 0..2 {
            let body = flashes::get(&db, &token, last).await.unwrap();
            assert_eq!(body.as_deref(), Some("Saved."));
        }
        let end = NOW.plus_seconds(300);
        assert_eq!(flashes::get(&db, &token, end).await.unwrap(), None);
        assert_eq!(flashes::get(&db, "guess", NOW).await.unwrap(), None);
        assert_eq!(flashes::sweep(&db, end).await.unwrap(), 1);
    })
    .await;
}
