//! Many users who join at the same time.
use super::*;
use db::throttles::GuessedKey;

#[tokio::test]
async fn a_user_who_joins_many_times_at_once_joins_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let key = fixtures.key(sales, "sales").at_most(50).create().await;
        let audit = audit(ana);
        let joining =
            (0..30).map(|_| joining::redeem(&db, &audit, ana, GuessedKey::uncounted("sales")));
        let results = join_all(joining).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(
            results
                .iter()
                .filter_map(|result| result.as_ref().err())
                .all(|error| matches!(error, Error::AlreadyMember))
        );
        assert_eq!(used(&db, key).await, 1);
    })
    .await;
}

#[tokio::test]
async fn joining_and_changing_or_deleting_the_group_at_the_same_time_wait_for_each_other() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let users = fixtures.users("p", 40).await;
        let sales = fixtures.group("Sales").create().await;
        let selling = fixtures.course("Selling").create().await;
        fixtures.group_course(sales, selling).await;
        let key = fixtures.key(sales, "sales").create().await;
        let one_is_through = Notify::new();
        let joining = join_all(users.iter().map(async |user| {
            let result =
                joining::redeem(&db, &audit(*user), *user, GuessedKey::uncounted("sales")).await;
            one_is_through.notify_one();
            result
        }));
        let admin = audit(ADMIN);
        let deleting = async {
            one_is_through.notified().await;
            let seen = fixtures::version(&db, EditForm::Key(sales, key)).await;
            keys::set_limits(&db, &admin, sales, key, &seen, at_most(30))
                .await
                .unwrap();
            trash::delete(&db, &admin, sales, RemovalPolicy::KeepAccess)
                .await
                .unwrap();
        };
        let (results, ()) = futures::join!(joining, deleting);
        assert!(results.iter().any(Result::is_ok), "nobody joined");
        for error in results.into_iter().filter_map(Result::err) {
            assert!(matches!(error, Error::KeyRejected), "{error:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_maximum_holds_exactly_for_a_thousand_users_at_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let everyone = fixtures.many_users(1_000, Names::Numbered).await;
        let sales = fixtures.group("Sales").create().await;
        let selling = fixtures.course("Selling").create().await;
        fixtures.group_course(sales, selling).await;
        let key = fixtures.key(sales, "sales").at_most(10).create().await;
        let redeeming = everyone.iter().map(async |user| {
            joining::redeem(&db, &audit(*user), *user, GuessedKey::uncounted("sales")).await
        });
        let results = join_all(redeeming).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 10);
        assert!(
            results
                .iter()
                .filter_map(|result| result.as_ref().err())
                .all(|error| matches!(error, Error::KeyRejected))
        );
        assert_eq!(used(&db, key).await, 10);
        for counted in ["redemptions", "group_members", "enrolments"] {
            let text = format!("SELECT count(*) FROM {counted}");
            assert_eq!(number(&db, &text, vec![]).await, 10, "{counted}");
        }
        let kept = "SELECT member_count FROM groups";
        assert_eq!(number(&db, kept, vec![]).await, 10);
    })
    .await;
}

/// Proves that the test above would notice code that first reads the count and then writes: such
/// code admits too many in one of a few rounds.
#[tokio::test]
async fn reading_first_and_writing_afterwards_admits_more_than_the_maximum() {
    const ROUNDS: usize = 20;
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        for round in 0..ROUNDS {
            let key = fixtures.key(sales, &format!("sales-{round}"));
            let key = key.at_most(10).create().await;
            let redeeming = (0..1_000).map(|_| read_then_write(&db, key));
            let admitted = join_all(redeeming).await;
            if admitted.into_iter().filter(|is_in| *is_in).count() > 10 {
                return;
            }
        }
        panic!("no race in {ROUNDS} rounds, so the test above proves nothing");
    })
    .await;
}

async fn read_then_write(db: &Db, key: KeyId) -> bool {
    let read = "SELECT count(*) FROM group_keys WHERE id = $1 AND used < maximum";
    let has_room = number(db, read, vec![key.0.into()]).await == 1;
    if has_room {
        let write = "UPDATE group_keys SET used = used + 1 WHERE id = $1";
        execute(db, write, vec![key.0.into()]).await;
    }
    has_room
}
