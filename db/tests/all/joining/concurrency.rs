//! Many users who join at the same time.
use super::*;

#[tokio::test]
async fn a_user_who_joins_many_times_at_once_joins_once() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let sales = group(&db, "Sales").await;
        let key = key(&db, sales, "sales", at_most(50)).await;
        let audit = audit(ana);
        let joining = (0..30).map(|_| joining::redeem(&db, &audit, ana, "sales"));
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
        let users = crate::support::users(&db, "p", 40).await;
        let sales = group(&db, "Sales").await;
        let selling = course(&db, "Selling").await;
        group_courses::add(&db, &audit(ADMIN), sales, selling)
            .await
            .unwrap();
        let key = key(&db, sales, "sales", Limits::default()).await;
        let joining = join_all(
            users
                .iter()
                .map(async |user| joining::redeem(&db, &audit(*user), *user, "sales").await),
        );
        let admin = audit(ADMIN);
        let deleting = async {
            keys::set_limits(&db, &admin, sales, key, at_most(30))
                .await
                .unwrap();
            trash::delete(&db, &admin, sales, RemovalPolicy::KeepAccess)
                .await
                .unwrap();
        };
        let (joined, ()) = futures::join!(joining, deleting);
        for error in joined.into_iter().filter_map(Result::err) {
            assert!(matches!(error, Error::KeyRejected), "{error:?}");
        }
    })
    .await;
}

/// A thousand users, created in one statement.
async fn thousand(db: &Db) -> Vec<UserId> {
    let first = user(db, "first").await;
    let text = "INSERT INTO users (login, login_folded, email, email_folded, first_name, \
         last_name, sort_name, search, user_type_id, active, created_at, version) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) \
         SELECT 'u' || i, 'u' || i, 'u' || i, 'u' || i, 'U', 'U', 'u', 'u', u.user_type_id, \
         TRUE, 0, 1 FROM n, users u WHERE u.id = $1";
    execute(db, text, vec![first.0.into()]).await;
    let rows = crate::support::rows(db, "SELECT id FROM users", vec![]).await;
    rows.iter()
        .map(|row| UserId(row.try_get_by_index(0).unwrap()))
        .collect()
}

#[tokio::test]
async fn the_maximum_holds_exactly_for_a_thousand_users_at_once() {
    on_both_engines(async |db| {
        let everyone = thousand(&db).await;
        let sales = group(&db, "Sales").await;
        let selling = course(&db, "Selling").await;
        group_courses::add(&db, &audit(ADMIN), sales, selling)
            .await
            .unwrap();
        let key = key(&db, sales, "sales", at_most(10)).await;
        let redeeming = everyone
            .iter()
            .map(async |user| joining::redeem(&db, &audit(*user), *user, "sales").await);
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

/// Proves that the test above would notice code that first reads the count and then writes.
#[tokio::test]
async fn reading_first_and_writing_afterwards_admits_more_than_the_maximum() {
    on_both_engines(async |db| {
        let sales = group(&db, "Sales").await;
        let key = key(&db, sales, "sales", at_most(10)).await;
        let redeeming = (0..1000).map(|_| read_then_write(&db, key));
        let let_in = join_all(redeeming)
            .await
            .into_iter()
            .filter(|in_| *in_)
            .count();
        assert!(
            let_in > 10,
            "{let_in}: there was no race, so the test proves nothing"
        );
    })
    .await;
}

async fn read_then_write(db: &Db, key: KeyId) -> bool {
    let backend = if db.is_sqlite() {
        DbBackend::Sqlite
    } else {
        DbBackend::Postgres
    };
    let statement = |text: &str| Statement::from_sql_and_values(backend, text, [key.0.into()]);
    let read = statement("SELECT used < maximum FROM group_keys WHERE id = $1");
    let row = db.read().query_one_raw(read).await.unwrap().unwrap();
    if !row.try_get_by_index::<bool>(0).unwrap() {
        return false;
    }
    let txn = db.write().await.unwrap();
    let write = statement("UPDATE group_keys SET used = used + 1 WHERE id = $1");
    txn.execute_raw(write).await.unwrap();
    txn.commit_quietly().await.unwrap();
    true
}
