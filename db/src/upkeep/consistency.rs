//! Whether the engine itself finds the database in order.
use crate::{Db, Error, base::sql::Sql};
use sea_orm::{DatabaseConnection, DbBackend};

/// As many findings are enough to see what is wrong.
const FINDINGS: usize = 20;

/// Returns what is wrong with the tables and references, a sentence each; empty if nothing is. On SQLite
/// every page is read.
///
/// # Errors
/// The database failed.
pub async fn broken(db: &Db) -> Result<Vec<String>, Error> {
    broken_on(db.read()).await
}

pub(super) async fn broken_on(conn: &DatabaseConnection) -> Result<Vec<String>, Error> {
    if conn.get_database_backend() != DbBackend::Sqlite {
        return invalid(conn).await;
    }
    let found = Sql::new(conn).text("PRAGMA integrity_check(20)");
    let mut found: Vec<String> = found.column(conn).await?;
    found.retain(|line| line != "ok");
    let dangling = Sql::new(conn).text(
        "SELECT 'row ' || coalesce(rowid, 0) || ' of ' || \"table\" || ' refers to a missing row of ' || parent \
         FROM pragma_foreign_key_check() LIMIT 20",
    );
    found.extend(dangling.column::<String>(conn).await?);
    found.truncate(FINDINGS);
    Ok(found)
}

/// PostgreSQL enforces its references: wrong are only those that were never checked, and indexes whose
/// making was interrupted.
async fn invalid(conn: &DatabaseConnection) -> Result<Vec<String>, Error> {
    let found = Sql::new(conn).text(
        "SELECT 'the constraint ' || conname || ' was never checked' FROM pg_constraint WHERE NOT convalidated \
         UNION ALL \
         SELECT 'the index ' || CAST(CAST(indexrelid AS regclass) AS text) || ' is incomplete' \
         FROM pg_index WHERE NOT indisvalid LIMIT 20",
    );
    found.column(conn).await
}
