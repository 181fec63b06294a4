//! Direct access to the database.
use super::TestServer;
use sea_orm::{ConnectionTrait, Statement, TryGetable};

/// What changes although nothing was done: attempts are counted when they are refused, and reading
/// a page renews its session.
const COUNTERS: [&str; 3] = ["throttles", "last_seen_at", "expires_at"];

/// Panics if rows were added, removed or changed, and names them.
#[track_caller]
pub fn assert_unchanged(what: &str, before: &[String], after: &[String]) {
    let gone = before.iter().filter(|row| !after.contains(row));
    let come = after.iter().filter(|row| !before.contains(row));
    let changes: Vec<_> = gone
        .map(|row| format!("- {row}"))
        .chain(come.map(|row| format!("+ {row}")))
        .collect();
    assert!(
        changes.is_empty() && before.len() == after.len(),
        "{what} changed the database:\n{}",
        changes.join("\n")
    );
}

impl TestServer {
    /// Every row of every table, as text, without [`COUNTERS`].
    pub async fn dump(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in self.tables().await {
            if COUNTERS.contains(&table.as_str()) {
                continue;
            }
            let row = if self.db.is_sqlite() {
                self.row_on_sqlite(&table).await
            } else {
                format!(
                    "CAST(to_jsonb(t) - ARRAY['{}'] AS text)",
                    COUNTERS.join("','")
                )
            };
            let all = format!("SELECT '{table}: ' || {row} FROM \"{table}\" t");
            rows.extend(self.texts(&all).await);
        }
        rows.sort();
        rows
    }

    async fn tables(&self) -> Vec<String> {
        self.texts(if self.db.is_sqlite() {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = 'public'"
        })
        .await
    }

    async fn row_on_sqlite(&self, table: &str) -> String {
        let columns = format!("SELECT name FROM pragma_table_info('{table}')");
        let quoted: Vec<_> = self
            .texts(&columns)
            .await
            .into_iter()
            .filter(|column| !COUNTERS.contains(&column.as_str()))
            .map(|column| format!("'{column}=' || quote(\"{column}\")"))
            .collect();
        quoted.join(" || ' ' || ")
    }

    /// The first column of every row.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        self.column(query).await
    }

    /// The first column of every row.
    pub async fn numbers(&self, query: &str) -> Vec<i64> {
        self.column(query).await
    }

    async fn column<T: TryGetable>(&self, query: &str) -> Vec<T> {
        let query = Statement::from_string(self.db.read().get_database_backend(), query);
        let rows = self.db.read().query_all_raw(query).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// The only column of the only row.
    pub async fn number(&self, query: &str) -> i64 {
        let query = Statement::from_string(self.db.read().get_database_backend(), query);
        let row = self.db.read().query_one_raw(query).await.unwrap();
        row.expect("a row").try_get_by_index(0).unwrap()
    }

    /// Runs a statement that the portal has no function for.
    pub async fn execute(&self, statement: &str) {
        let txn = self.db.write().await.unwrap();
        txn.execute_unprepared(statement).await.unwrap();
        txn.commit_quietly().await.unwrap();
    }
}
