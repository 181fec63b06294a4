//! `muster copy` and `muster generate`, run on the demo portal and on empty ones.
use crate::portal::Portal;
use db::{AuditContext, Db, joining, secrets::Secrets, sessions, throttles::GuessedKey, users};
use fixtures::{Fixtures, PASSWORD, assert_counts, running::Database};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use server::demo;

async fn open(url: &str) -> Db {
    Db::connect(url, Secrets::new([7; 32])).await.unwrap()
}

fn url_of(portal: &Portal, name: &str) -> String {
    format!("sqlite://{}", portal.path(name).display())
}

/// Every row of every table as literals, but for when each database was migrated and the figures, which each derives.
async fn dump(db: &Db) -> Vec<String> {
    let texts = async |statement: String| -> Vec<String> {
        let statement = Statement::from_string(DbBackend::Sqlite, statement);
        let found = db.read().query_all_raw(statement).await.unwrap();
        let text = |row: &QueryResult| row.try_get_by_index(0).unwrap();
        found.iter().map(text).collect()
    };
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let mut rows = Vec::new();
    for table in texts(tables.to_owned()).await {
        let columns = format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
        let columns = texts(columns).await.join(" || ',' || ");
        if !["seaql_migrations", "tallies"].contains(&&*table) {
            rows.extend(texts(format!("SELECT '{table} ' || {columns} FROM {table}")).await);
        }
    }
    rows.sort();
    rows
}

#[tokio::test]
async fn the_demo_goes_to_the_other_engine_and_back() {
    let portal = Portal::sqlite();
    let source = portal.migrated().await;
    demo::fill(&source, Some(PASSWORD)).await.unwrap();
    let other = Database::new().await;
    if other.is_none() {
        eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set");
    }
    let between = other.map_or_else(|| url_of(&portal, "between.db"), |other| other.url);
    let back = url_of(&portal, "back.db");
    let there = portal.succeed(&["copy", "--to", &between]);
    let again = portal.succeed(&["copy", "--database-url", &between, "--to", &back]);
    let sums = |printed: &str| -> Vec<String> {
        let lines = printed
            .lines()
            .skip_while(|line| !line.starts_with("table"));
        lines
            .filter(|line| !line.starts_with("Copied"))
            .map(str::to_owned)
            .collect()
    };
    assert!(sums(&there).len() > 40, "{there}");
    assert_eq!(sums(&there), sums(&again));
    let back = open(&back).await;
    assert_eq!(dump(&source).await, dump(&back).await);

    let copy = open(&between).await;
    assert_counts(&copy).await;
    let now = db::now();
    let token = sessions::sign_in(&copy, "learner2", PASSWORD, "", "", now).await;
    let token = token.unwrap().expect("the same password");
    let (_, learner) = sessions::find(&copy, &token, now).await.unwrap().unwrap();
    let audit = AuditContext {
        actor: Some(learner.id),
        ..AuditContext::system(now)
    };
    let key = GuessedKey::uncounted("Welcome 2026");
    joining::redeem(&copy, &audit, learner.id, key)
        .await
        .unwrap();
    assert_counts(&copy).await;
    Fixtures::new(&copy).user("another").create().await;

    let told = portal.fail(&["copy", "--to", &between]);
    assert!(told.contains("the target has users"), "{told}");
    copy.close().await.unwrap();
}

#[tokio::test]
async fn a_generated_portal_says_who_can_sign_in() {
    let portal = Portal::sqlite();
    let size = [
        "generate",
        "--users",
        "50",
        "--courses",
        "5",
        "--groups",
        "6",
    ];
    let printed = portal.succeed(&size);
    let (_, password) = printed
        .trim_end()
        .split_once("login admin password ")
        .unwrap();
    let db = portal.migrated().await;
    let token = sessions::sign_in(&db, "admin", password, "", "", db::now()).await;
    assert!(token.unwrap().is_some());
    assert_eq!(users::super_admins(&db).await.unwrap().len(), 1);
    let told = portal.fail(&size);
    assert!(told.contains("has users already"), "{told}");
}
