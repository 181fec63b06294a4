//! A portal copied into another database: every table, every value, or nothing at all.
use crate::support::{NOW, dump, execute, number, on_both_engines, texts};
use db::{Db, copying, copying::CopyError, secrets::Secrets, users};
use domain::ids::{UserId, UserTypeId};
use fixtures::{Fixtures, user_info};
use tempfile::TempDir;

/// A new SQLite database.
async fn new_file(folder: &TempDir, name: &str) -> Db {
    let url = format!("sqlite://{}/{name}.db", folder.path().display());
    Db::connect(&url, Secrets::new([7; 32])).await.unwrap()
}

/// Runs the test with each engine as one side, and two SQLite files as the others.
async fn with_two_files(test: impl AsyncFn(Db, Db, Db)) {
    on_both_engines(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (new_file(&folder, "1").await, new_file(&folder, "2").await);
        first.migrate().await.unwrap();
        test(first, db, second).await;
    })
    .await;
}

/// Everything but when each database was migrated.
async fn all_rows(db: &Db) -> Vec<String> {
    let mut all = dump(db).await;
    all.retain(|row| !row.starts_with("seaql_migrations"));
    all.extend(
        texts(
            db,
            "SELECT verb || coalesce(params, '') || CAST(at AS text) FROM activity ORDER BY id",
        )
        .await,
    );
    all
}

async fn fill(db: &Db) -> UserId {
    let fixtures = Fixtures::at(db, NOW);
    let ana = fixtures.user("ana").with_password().create().await;
    let course = fixtures.course("Ärt “of” 日本").create().await;
    let group = fixtures
        .group("Sales")
        .with_members(&[ana])
        .with_courses(&[course]);
    group.create().await;
    let north = fixtures.branch("North").await;
    fixtures.user("ben").in_branch(north).create().await;
    let last = fixtures.user("last").create().await;
    fixtures.session(ana).await;
    let odd = "INSERT INTO settings (name, value) VALUES ('odd', $1)";
    execute(db, odd, vec!["\\N\ttab\r\n\\n ß日本\u{1F600} ".into()]).await;
    let sealed = "INSERT INTO imports (kind, made_by, actor_name, address, file_name, state, choices, created_at, \
         cleared) VALUES ('members', 'portal', '', '', $1, 'done', '{\"a\": [1,  2]}', 1, TRUE)";
    execute(db, sealed, vec![vec![0_u8, 9, 10, 92, 255].into()]).await;
    users::delete(db, &db::AuditContext::system(NOW), last)
        .await
        .unwrap();
    last
}

#[tokio::test]
async fn there_and_back_every_row_is_the_same() {
    with_two_files(async |first, other, second| {
        let deleted = fill(&first).await;
        let mut told = 0;
        let copied = copying::copy(&first, &other, |_| told += 1).await.unwrap();
        assert_eq!(told, copied.len());
        let back = copying::copy(&other, &second, |_| ()).await.unwrap();
        let sums = |tables: &[copying::CopiedTable]| -> Vec<_> {
            let sum = |table: &copying::CopiedTable| {
                (table.name.clone(), table.rows, table.checksum.clone())
            };
            tables.iter().map(sum).collect()
        };
        assert_eq!(sums(&copied), sums(&back));
        assert_eq!(all_rows(&first).await, all_rows(&second).await);
        assert!(copied.iter().any(|table| table.name == "users" && table.rows == 2));
        fixtures::assert_counts(&other).await;
        for db in [&other, &second] {
            let next = Fixtures::at(db, NOW).user("next").create().await;
            assert!(next > deleted, "ids are not given again");
            let dangling = "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, expires_at, address, \
                 user_agent) VALUES ('x', 999999, 1, 1, 1, '', '')";
            let txn = db.write().await.unwrap();
            let refused = sea_orm::ConnectionTrait::execute_unprepared(&txn, dangling).await;
            assert!(refused.is_err(), "references count in the copy");
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_table_is_copied_without_being_named_anywhere() {
    with_two_files(async |first, other, second| {
        fill(&first).await;
        let table = "CREATE TABLE extras (id bigint NOT NULL PRIMARY KEY, flag boolean, body text)";
        execute(&first, table, vec![]).await;
        let missing = copying::copy(&first, &other, |_| ()).await;
        assert!(matches!(missing, Err(CopyError::Schema(text)) if text.contains("extras")));
        second.migrate().await.unwrap();
        for db in [&other, &second] {
            execute(db, table, vec![]).await;
        }
        execute(&first, "INSERT INTO extras VALUES (7, TRUE, 'x'), (8, NULL, NULL)", vec![]).await;
        copying::copy(&first, &other, |_| ()).await.unwrap();
        copying::copy(&other, &second, |_| ()).await.unwrap();
        let all = "SELECT CAST(id AS text) || coalesce(body, '-') FROM extras WHERE flag OR flag IS NULL ORDER BY id";
        for db in [&other, &second] {
            assert_eq!(texts(db, all).await, ["7x", "8-"]);
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_copied_leaves_the_target_empty() {
    with_two_files(async |first, other, second| {
        fill(&first).await;
        execute(&other, "INSERT INTO settings (name, value) VALUES ('own', '1')", vec![]).await;
        let before = all_rows(&other).await;
        // A row of a member that does not exist.
        let dangling = [
            "PRAGMA foreign_keys = OFF",
            "INSERT INTO group_members (group_id, user_id, via, added_at) VALUES (1, 4711, 'hand', 1)",
            "PRAGMA foreign_keys = ON",
        ];
        let pool = first.read().get_sqlite_connection_pool();
        let mut connection = pool.acquire().await.unwrap();
        for statement in dangling {
            sea_orm::sqlx::raw_sql(statement)
                .execute(&mut *connection)
                .await
                .unwrap();
        }
        drop(connection);
        for target in [&other, &second] {
            assert!(copying::copy(&first, target, |_| ()).await.is_err());
            assert_eq!(number(target, "SELECT count(*) FROM users", vec![]).await, 0);
        }
        assert_eq!(all_rows(&other).await, before);
        execute(&first, "DELETE FROM group_members WHERE user_id = 4711", vec![]).await;

        execute(&first, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m99_later', 1)", vec![]).await;
        let newer = copying::copy(&first, &other, |_| ()).await;
        assert!(matches!(newer, Err(CopyError::Versions { from, .. }) if from == "m99_later"));
        execute(&first, "DELETE FROM seaql_migrations WHERE version = 'm99_later'", vec![]).await;

        copying::copy(&first, &other, |_| ()).await.unwrap();
        let again = copying::copy(&first, &other, |_| ()).await;
        assert!(matches!(again, Err(CopyError::NotEmpty)));
    })
    .await;
}

#[tokio::test]
async fn what_is_written_meanwhile_is_not_in_the_copy() {
    with_two_files(async |first, other, second| {
        fill(&first).await;
        copying::copy(&first, &other, |_| ()).await.unwrap();
        let late = user_info("late", UserTypeId(1));
        let audit = db::AuditContext::system(NOW);
        let mut begun = false;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let mut sender = Some(sender);
        let writing = async {
            receiver.await.unwrap();
            users::create(&other, &audit, &late, None).await.unwrap();
        };
        let copying = copying::copy(&other, &second, |_| {
            begun = true;
            if let Some(sender) = sender.take() {
                sender.send(()).unwrap();
            }
        });
        let (copied, ()) = tokio::join!(copying, writing);
        copied.unwrap();
        assert!(begun);
        let users = "SELECT count(*) FROM users";
        assert_eq!(number(&other, users, vec![]).await, 3);
        assert_eq!(number(&second, users, vec![]).await, 2);
    })
    .await;
}
