//! Shared by the tests: a real, migrated database of each engine, and what is in it. What a test
//! starts from is made by `fixtures`.
use db::{AuditContext, Db, sign_ups::MailConfig};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind},
    ids::UserId,
    time::Timestamp,
};
pub use fixtures::assert_counts;
use fixtures::databases;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

/// The current time in the tests.
pub const NOW: Timestamp = Timestamp(1_795_000_000_000);

/// A portal without a mail server.
pub const NO_MAIL: MailConfig = MailConfig {
    base_url: "https://learn.example.org",
    sends: false,
};

/// Runs a test on SQLite (a file of its own) and, where `MUSTER_TEST_POSTGRES` is the URL of
/// a superuser's database, on PostgreSQL (a database of its own).
pub async fn on_both_engines(test: impl AsyncFn(Db)) {
    let folder = tempfile::tempdir().unwrap();
    test(databases::new_sqlite(folder.path()).await).await;
    match databases::Postgres::new().await {
        Some(database) => {
            test(database.open().await).await;
            database.remove().await;
        }
        None => eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set"),
    }
}

/// The audit context of this user.
pub fn audit(user: UserId) -> AuditContext {
    AuditContext {
        actor: Some(user),
        name: "Ada Admin".into(),
        address: "127.0.0.1".into(),
        ..AuditContext::system(NOW)
    }
}

/// Runs one statement with values and returns how many rows it changed.
pub async fn execute(db: &Db, text: &str, values: Vec<Value>) -> u64 {
    let txn = db.write().await.unwrap();
    let result = txn.execute_raw(statement(db, text, values)).await.unwrap();
    txn.commit_quietly().await.unwrap();
    result.rows_affected()
}

pub async fn rows(db: &Db, text: &str, values: Vec<Value>) -> Vec<QueryResult> {
    let statement = statement(db, text, values);
    db.read().query_all_raw(statement).await.unwrap()
}

/// The first column of the first row.
pub async fn number(db: &Db, text: &str, values: Vec<Value>) -> i64 {
    rows(db, text, values).await[0].try_get_by_index(0).unwrap()
}

fn statement(db: &Db, text: &str, values: Vec<Value>) -> Statement {
    let backend = if db.is_sqlite() {
        DbBackend::Sqlite
    } else {
        DbBackend::Postgres
    };
    Statement::from_sql_and_values(backend, text, values)
}

/// What the lines of a kind of activity say, newest first.
pub async fn sentences(db: &Db, kind: ActivityKind) -> Vec<String> {
    let filter = ActivityFilter {
        kind: Some(kind),
        ..ActivityFilter::default()
    };
    let lines = db::activity::export(db, AccessScope::PORTAL, &filter, None).await;
    lines
        .unwrap()
        .into_iter()
        .map(|line| line.sentence)
        .collect()
}

/// How many lines of the activity contain this text, in whatever they store.
pub async fn logged(db: &Db, text: &str) -> i64 {
    let lines = "SELECT count(*) FROM activity WHERE detail || coalesce(params, '') LIKE $1";
    number(db, lines, vec![format!("%{text}%").into()]).await
}

/// Every enrolment: user, course, source, group.
pub type Enrolments = Vec<(i64, i64, String, Option<i64>)>;

pub async fn enrolments(db: &Db) -> Enrolments {
    let text = "SELECT user_id, course_id, source, group_id FROM enrolments";
    let mut all: Enrolments = rows(db, text, vec![])
        .await
        .iter()
        .map(|row| {
            let (user, course) = (row.try_get_by_index(0), row.try_get_by_index(1));
            let (source, group) = (row.try_get_by_index(2), row.try_get_by_index(3));
            (
                user.unwrap(),
                course.unwrap(),
                source.unwrap(),
                group.unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

/// Every membership: group, user, how.
pub async fn memberships(db: &Db) -> Vec<(i64, i64, String)> {
    let text = "SELECT group_id, user_id, via FROM group_members";
    let mut all: Vec<(i64, i64, String)> = rows(db, text, vec![])
        .await
        .iter()
        .map(|row| {
            let (group, user) = (row.try_get_by_index(0), row.try_get_by_index(1));
            (
                group.unwrap(),
                user.unwrap(),
                row.try_get_by_index(2).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

/// The first column of every row.
pub async fn texts(db: &Db, text: &str) -> Vec<String> {
    let found = rows(db, text, vec![]).await;
    let first = |row: &QueryResult| row.try_get_by_index(0).unwrap();
    found.iter().map(first).collect()
}

/// Returns all rows of all tables but those of the activity and the figures, sorted. Enrolments come without their ids,
/// and archived ones only where something can restore them: the others are history.
pub async fn dump(db: &Db) -> Vec<String> {
    let tables = if db.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = 'public'"
    };
    let mut rows = Vec::new();
    for table in texts(db, tables).await {
        // How many rows a figure has is nothing that anyone sees: `assert_counts` sums them.
        if table == "activity" || table == "tallies" {
            continue;
        }
        let of_enrolments = table.starts_with("enrolment");
        let row = if db.is_sqlite() {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let quoted = texts(db, &columns).await.into_iter();
            let quoted = quoted.filter(|column| column != "id" || !of_enrolments);
            let quoted = quoted.map(|column| format!("'{column}=' || quote(\"{column}\")"));
            quoted.collect::<Vec<_>>().join(" || ' ' || ")
        } else {
            let id = if of_enrolments { "id" } else { "" };
            format!("CAST(to_jsonb(t) - '{id}' AS text)")
        };
        let restorable = if table == "enrolment_archive" {
            " WHERE t.trashed OR t.removed_by IS NOT NULL"
        } else {
            ""
        };
        let all = format!("SELECT '{table}: ' || {row} FROM \"{table}\" t{restorable}");
        rows.extend(texts(db, &all).await);
    }
    rows.sort();
    rows
}
