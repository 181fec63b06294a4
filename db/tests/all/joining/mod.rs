//! Group keys, and joining with them.
mod concurrency;
mod links;
mod returning;

use crate::support::{NOW, audit, execute, logged, number, on_both_engines, sentences};
use db::throttles::{AddedKey, GuessedKey};
use db::{Db, Error, Taken, joining, keys, learning, members, trash};
use domain::{
    activity::ActivityKind,
    groups::RemovalPolicy,
    ids::{KeyId, UserId},
    keys::{KeyState, Limits},
    time::Timestamp,
};
use fixtures::{EditForm, Fixtures, Names, at_most, new_key};
use futures::future::join_all;
use tokio::sync::Notify;

const ADMIN: UserId = UserId(1);

async fn used(db: &Db, key: KeyId) -> i64 {
    let text = "SELECT used FROM group_keys WHERE id = $1";
    number(db, text, vec![key.0.into()]).await
}

#[tokio::test]
async fn a_key_encrypted_with_another_secret_is_listed_without_its_text() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        fixtures.key(sales, "sales-2026").at_most(50).create().await;
        execute(&db, "UPDATE group_keys SET cipher = 'x'", vec![]).await;
        let rows = keys::list(&db, sales, NOW).await.unwrap();
        assert_eq!((rows.len(), rows[0].key.as_ref()), (1, None));
        keys::rotate(&db, &audit(ADMIN), sales, rows[0].id)
            .await
            .unwrap();
        let rows = keys::list(&db, sales, NOW).await.unwrap();
        assert!(rows[0].key.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_key_can_be_shown_again_and_ignores_case_spaces_and_hyphens() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(sales, "sales-2026").at_most(50).create().await;
        let rows = keys::list(&db, sales, NOW).await.unwrap();
        assert_eq!(rows[0].key.as_ref().unwrap().as_str(), "sales-2026");
        assert_eq!((rows[0].used, rows[0].state), (0, KeyState::Open));
        let twin = new_key("SALES 2026", Limits::default());
        let added = keys::create(&db, &audit(ADMIN), bakers, AddedKey::uncounted(&twin)).await;
        assert!(matches!(added, Err(Error::Taken(Taken::Key))));
        let stored = "SELECT count(*) FROM group_keys WHERE cipher LIKE '%2026%' \
             OR lookup LIKE '%2026%'";
        assert_eq!(number(&db, stored, vec![]).await, 0);
        assert_eq!(logged(&db, "2026").await, 0);
    })
    .await;
}

#[tokio::test]
async fn joining_gives_membership_and_courses_and_counts_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let selling = fixtures.course("Selling").create().await;
        fixtures.group_course(sales, selling).await;
        let key = fixtures.key(sales, "sales-2026").at_most(2).create().await;
        let seen = joining::preview(&db, ana, GuessedKey::uncounted(" Sales 2026"), NOW)
            .await
            .unwrap();
        assert_eq!((seen.group, seen.already_in), (sales, false));
        assert_eq!(seen.courses, ["Selling"]);
        let joined = joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted("sales2026"))
            .await
            .unwrap();
        assert_eq!(joined, sales);
        assert_eq!(used(&db, key).await, 1);
        let mine = learning::my_courses(&db, ana).await.unwrap();
        assert_eq!(mine[0].why[0].label(), "From Sales");
        let seen = keys::redemptions(&db, sales, 10).await.unwrap();
        assert_eq!((seen[0].user, seen[0].redeemed_at), (ana, NOW));
        let told = sentences(&db, ActivityKind::MemberJoined).await;
        assert_eq!(told, ["joined with the key"]);
        let logged = "SELECT count(*) FROM activity WHERE verb = 'member.join' \
             AND user_id = $1 AND group_id = $2 AND actor_id = $1";
        assert_eq!(
            number(&db, logged, vec![ana.0.into(), sales.0.into()]).await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_member_is_told_so_whatever_the_key_is_and_nothing_is_counted() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let key = fixtures.key(sales, "sales").create().await;
        fixtures.member(sales, ana).await;
        for paused in [false, true] {
            keys::set_paused(&db, &audit(ADMIN), sales, key, paused)
                .await
                .unwrap();
            assert!(
                joining::preview(&db, ana, GuessedKey::uncounted("sales"), NOW)
                    .await
                    .unwrap()
                    .already_in
            );
            let again =
                joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted("sales")).await;
            assert!(matches!(again, Err(Error::AlreadyMember)));
        }
        assert_eq!(used(&db, key).await, 0);
    })
    .await;
}

#[tokio::test]
async fn every_key_that_does_not_work_gets_the_same_error() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let limited = |starts_at, expires_at| Limits {
            maximum: None,
            starts_at,
            expires_at,
        };
        fixtures
            .key(sales, "early")
            .limits(limited(Some(Timestamp(NOW.0 + 1)), None))
            .create()
            .await;
        fixtures
            .key(sales, "late")
            .limits(limited(None, Some(NOW)))
            .create()
            .await;
        let paused = fixtures.key(sales, "paused").create().await;
        keys::set_paused(&db, &audit(ADMIN), sales, paused, true)
            .await
            .unwrap();
        let retired = fixtures.key(sales, "retired").create().await;
        keys::retire(&db, &audit(ADMIN), sales, retired)
            .await
            .unwrap();
        let full = fixtures.key(sales, "full").at_most(1).create().await;
        execute(
            &db,
            "UPDATE group_keys SET used = 1 WHERE id = $1",
            vec![full.0.into()],
        )
        .await;
        let trash = fixtures.group("Trash").create().await;
        fixtures.key(trash, "trash").create().await;
        execute(
            &db,
            "UPDATE groups SET deleted_at = 1 WHERE id = $1",
            vec![trash.0.into()],
        )
        .await;
        for typed in [
            "early", "late", "paused", "retired", "full", "trash", "wrong", "",
        ] {
            let seen = joining::preview(&db, ana, GuessedKey::uncounted(typed), NOW).await;
            assert!(matches!(seen, Err(Error::KeyRejected)), "{typed}");
            let joined = joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted(typed)).await;
            assert!(matches!(joined, Err(Error::KeyRejected)), "{typed}");
        }
        for counted in ["redemptions", "group_members", "enrolments"] {
            let text = format!("SELECT count(*) FROM {counted}");
            assert_eq!(number(&db, &text, vec![]).await, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_member_who_leaves_and_joins_again_is_counted_once_even_with_a_rotated_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let first = fixtures.key(sales, "sales").at_most(5).create().await;
        let leave = async || {
            let policy = RemovalPolicy::WithdrawAccess;
            members::remove(&db, &audit(ADMIN), sales, ana, policy)
                .await
                .unwrap();
        };
        joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted("sales"))
            .await
            .unwrap();
        leave().await;
        joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted("sales"))
            .await
            .unwrap();
        assert_eq!(used(&db, first).await, 1);
        leave().await;
        let second = keys::rotate(&db, &audit(ADMIN), sales, first)
            .await
            .unwrap();
        let rows = keys::list(&db, sales, NOW).await.unwrap();
        assert_eq!((rows.len(), rows[0].id, rows[0].used), (1, second, 1));
        assert_eq!(rows[0].limits, at_most(5));
        let old = joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted("sales")).await;
        assert!(matches!(old, Err(Error::KeyRejected)));
        let text = rows[0].key.as_ref().unwrap().as_str().to_owned();
        joining::redeem(&db, &audit(ana), ana, GuessedKey::uncounted(&text))
            .await
            .unwrap();
        assert_eq!(used(&db, second).await, 1);
        assert_eq!(keys::redemptions(&db, sales, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_key_of_another_group_is_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let other = fixtures.group("Other").create().await;
        let key = fixtures.key(sales, "sales").create().await;
        let admin = audit(ADMIN);
        let seen = fixtures::version(&db, EditForm::Key(sales, key)).await;
        let results = [
            keys::set_limits(&db, &admin, other, key, &seen, at_most(1)).await,
            keys::set_paused(&db, &admin, other, key, true).await,
            keys::retire(&db, &admin, other, key).await,
            keys::rotate(&db, &admin, other, key).await.map(|_| ()),
        ];
        assert!(
            results
                .iter()
                .all(|result| matches!(result, Err(Error::NotFound)))
        );
        keys::set_limits(&db, &admin, sales, key, &seen, at_most(1))
            .await
            .unwrap();
        assert_eq!(
            keys::list(&db, sales, NOW).await.unwrap()[0].limits,
            at_most(1)
        );
    })
    .await;
}

#[tokio::test]
async fn letters_like_digits_are_one_in_generated_keys_only() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(sales, "7QK4-M2XD-9R01A").create().await;
        // As long as a generated one, but chosen by someone.
        fixtures.key(bakers, "B4KER5-1N-R10M").create().await;
        let opens = async |typed: &str| {
            let seen = joining::preview(&db, ana, GuessedKey::uncounted(typed), NOW).await;
            seen.map(|seen| seen.name).ok()
        };
        for typed in ["7QK4-M2XD-9ROLA", "7qk4m2xd9roia"] {
            assert_eq!(opens(typed).await.as_deref(), Some("Sales"), "{typed}");
        }
        assert_eq!(opens("b4ker5-1n-r10m").await.as_deref(), Some("Bakers"));
        assert_eq!(opens("b4ker5-in-r10m").await, None);
        // What was typed is tried first.
        fixtures.key(bakers, "7QK4-M2XD-9ROLA").create().await;
        assert_eq!(opens("7QK4-M2XD-9ROLA").await.as_deref(), Some("Bakers"));
        assert_eq!(opens("7QK4-M2XD-9R01A").await.as_deref(), Some("Sales"));
    })
    .await;
}
