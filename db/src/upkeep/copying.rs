//! A copy of an SQLite database while it is in use.
use crate::{
    Db, Error,
    base::sql::Sql,
    upkeep::{consistency::broken_on, contents::count_users_on},
};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, sqlx::sqlite::SqliteConnectOptions};
use std::path::{Path, PathBuf};

/// Returns the file of an SQLite database; `None` for PostgreSQL, and for one in memory.
#[must_use]
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite") || url.contains(":memory:") {
        return None;
    }
    let options = url.parse::<SqliteConnectOptions>().ok()?;
    Some(options.get_filename().to_owned())
}

/// Returns the address of the SQLite database in a file, as `sqlite_file` reads it.
#[must_use]
pub fn sqlite_address(file: &Path) -> String {
    let path = file.display().to_string();
    format!("sqlite://{}", path.replace('%', "%25").replace('?', "%3F"))
}

/// Writes everything that is committed now into `file`, which has to be empty. Readers and writers go on
/// meanwhile: the copy is one read of a WAL database, compact, and in one file.
///
/// # Errors
/// The file is not empty, the disk is full, or the database is damaged.
pub async fn copy_to(db: &Db, file: &Path) -> Result<(), Error> {
    let file = file.to_string_lossy().into_owned();
    let copy = Sql::new(db.read()).add("VACUUM INTO ?", [file.into()]);
    copy.execute(db.read()).await?;
    Ok(())
}

/// Returns what is wrong with the SQLite database in `file`, which nothing may write to meanwhile: empty if
/// each page can be read and each reference leads to a row.
///
/// # Errors
/// The file cannot be opened, or is no SQLite database.
pub async fn check_copy(file: &Path) -> Result<Vec<String>, Error> {
    let copy = open_unchanging(file).await?;
    let broken = broken_on(&copy).await;
    copy.close().await?;
    broken
}

/// Returns how many users the SQLite database in `file` has, which nothing may write to meanwhile.
///
/// # Errors
/// The file cannot be opened, or is no SQLite database.
pub async fn users_in(file: &Path) -> Result<i64, Error> {
    let found = open_unchanging(file).await?;
    let users = count_users(&found).await;
    found.close().await?;
    users
}

async fn count_users(found: &DatabaseConnection) -> Result<i64, Error> {
    let table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'users'";
    if Sql::new(found).text(table).number(found).await? == 0 {
        return Ok(0);
    }
    count_users_on(found).await
}

async fn open_unchanging(file: &Path) -> Result<DatabaseConnection, Error> {
    let mut options = ConnectOptions::new("sqlite:");
    let file = file.to_owned();
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options.filename(&file).read_only(true).immutable(true)
        });
    Ok(Database::connect(options).await?)
}

/// Returns how many bytes the database takes, without what was deleted and can be used again.
///
/// # Errors
/// The database failed.
pub async fn size_of(db: &Db) -> Result<u64, Error> {
    let text = if db.is_sqlite() {
        "SELECT (page_count - freelist_count) * page_size \
         FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()"
    } else {
        "SELECT pg_database_size(current_database())"
    };
    let bytes = Sql::new(db.read()).text(text).number(db.read()).await?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}
