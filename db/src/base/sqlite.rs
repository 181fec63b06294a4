//! How connections to SQLite are set up.
use crate::Error;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

pub(super) fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("journal_size_limit", "67108864")
                .pragma("cache_size", "-32768")
                .pragma("temp_store", "memory")
                // The connections share the system's copy of the file's first GiB, instead of each
                // reading its own. The file is on a local disk, as WAL needs it to be:
                // <https://www.sqlite.org/mmap.html>.
                .pragma("mmap_size", "1073741824")
        });
    options
}

/// Refuses an SQLite that is too old: a build may link another one than the bundled one.
pub(super) async fn refuse_old(connection: &DatabaseConnection) -> Result<(), Error> {
    let query = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()");
    let version: String = match connection.query_one_raw(query).await? {
        Some(row) => row.try_get_by_index(0)?,
        None => return Err(Error::InvalidData("sqlite_version")),
    };
    let parts: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if parts < vec![3, 51, 3] {
        return Err(Error::InvalidData(
            "sqlite_version: 3.51.3 or newer is needed",
        ));
    }
    Ok(())
}
