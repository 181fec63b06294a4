//! Whether anyone else has an SQLite database open.
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, RuntimeErr, sqlx,
};
use std::{path::Path, time::Duration};

/// Why an SQLite file cannot be had alone.
#[derive(Debug, thiserror::Error)]
pub enum InUse {
    /// A portal, or another program, has it open.
    #[error("another program has the database open")]
    Open,
    /// It cannot be read, for instance because it is damaged.
    #[error("{0}")]
    Unreadable(DbErr),
}

/// An SQLite database that no one else has open, and no one can open while this is kept.
#[derive(Debug)]
pub struct ExclusiveFile(DatabaseConnection);

impl ExclusiveFile {
    /// Leaving WAL takes the file for oneself: SQLite refuses it while another connection is open, idle or
    /// not, of any version. What was in the log is in the file afterwards.
    ///
    /// # Errors
    /// See [`InUse`].
    pub async fn take(file: &Path) -> Result<Self, InUse> {
        let mut options = ConnectOptions::new("sqlite:");
        let file = file.to_owned();
        options
            .max_connections(1)
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(5))
            .map_sqlx_sqlite_opts(move |options| {
                let options = options.filename(&file).create_if_missing(false);
                options.busy_timeout(Duration::from_secs(1))
            });
        let file = Database::connect(options).await.map_err(in_use)?;
        // Not as an option of the connection: a refusal should be told from a file that cannot be opened.
        for statement in [
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA journal_mode = DELETE",
            "BEGIN EXCLUSIVE",
        ] {
            file.execute_unprepared(statement).await.map_err(in_use)?;
        }
        Ok(Self(file))
    }

    /// Lets others open it.
    pub async fn release(self) {
        // It was only read; closing frees it whatever happens.
        let _ = self.0.close().await;
    }
}

fn in_use(error: DbErr) -> InUse {
    if let DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause)) = &error
        && let sqlx::Error::Database(cause) = cause.as_ref()
        && matches!(cause.code().as_deref(), Some("5" | "6" | "261" | "517"))
    {
        return InUse::Open;
    }
    InUse::Unreadable(error)
}
