//! The database as the rest of this crate uses it: a pool to read from, and a way to write.
use crate::{
    Error,
    base::secrets::Secrets,
    event_bus::{ChangeEvent, EventBus, Publication},
};
use domain::events::PageId;
use migrations::MigratorTrait;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, ExecResult, QueryResult, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
    entity::prelude::async_trait::async_trait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// A transaction that writes. Nothing happens unless it is committed, and then the open pages
/// learn of it.
pub struct Txn {
    inner: DatabaseTransaction,
    bus: EventBus,
    page: Option<PageId>,
    events: Mutex<BTreeSet<ChangeEvent>>,
}

impl Txn {
    /// Adds an event that the commit publishes.
    pub fn publish(&self, event: ChangeEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.insert(event);
    }

    /// Commits, and publishes the events: on PostgreSQL within the transaction, so that none is
    /// lost; on SQLite, where there is only this process, after it.
    ///
    /// # Errors
    /// The database failed; nothing was changed or published.
    ///
    /// # Panics
    /// In debug builds, if there is no event: pages would stay stale. Where no page shows what
    /// changed, it is [`Self::commit_quietly`].
    pub async fn commit(self) -> Result<(), Error> {
        let events = self.events.into_inner();
        let events = events.unwrap_or_else(PoisonError::into_inner);
        debug_assert!(!events.is_empty(), "a write that tells no page");
        let publication = Publication::new(self.page, events);
        if self.inner.get_database_backend() == DbBackend::Sqlite {
            self.inner.commit().await?;
            self.bus.publish_local(publication);
        } else {
            publication.notify(&self.inner).await?;
            self.inner.commit().await?;
        }
        Ok(())
    }

    /// Commits what no open page shows: sessions, throttles, flashes, leases and sweeps.
    ///
    /// # Errors
    /// The database failed; nothing was changed.
    ///
    /// # Panics
    /// In debug builds, if there is an event, which would be lost.
    pub async fn commit_quietly(self) -> Result<(), Error> {
        let events = self.events.into_inner();
        let events = events.unwrap_or_else(PoisonError::into_inner);
        debug_assert!(events.is_empty(), "lost events: {events:?}");
        Ok(self.inner.commit().await?)
    }

    /// # Errors
    /// The database failed; nothing was changed all the same.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.inner.rollback().await?)
    }
}

/// For migrations, which take no other connection.
impl AsRef<DatabaseTransaction> for Txn {
    fn as_ref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

#[async_trait]
impl ConnectionTrait for Txn {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}

/// A handle on the database; cheap to clone.
///
/// On SQLite all writers share one connection and queue for it in order, instead of polling
/// for the lock; readers have their own and never wait (WAL). On PostgreSQL both are one pool.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    secrets: Secrets,
    bus: EventBus,
    page: Option<PageId>,
}

impl Db {
    /// Opens the database at `url` (`sqlite://muster.db` or `postgres://...`).
    ///
    /// # Errors
    /// The database cannot be reached, or is an SQLite older than 3.51.3, whose WAL can lose
    /// commits (https://sqlite.org/releaselog/3_51_3.html).
    pub async fn connect(url: &str, secrets: Secrets) -> Result<Self, Error> {
        let db = if url.starts_with("sqlite") {
            // The writer first: it creates the file and turns WAL on.
            let writer = Database::connect(sqlite_options(url, 1)).await?;
            let reader = Database::connect(sqlite_options(url, 8)).await?;
            Self {
                reader,
                writer,
                secrets,
                bus: EventBus::default(),
                page: None,
            }
        } else {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(32)
                .sqlx_logging(false)
                .acquire_timeout(Duration::from_secs(30));
            let pool = Database::connect(options).await?;
            Self {
                reader: pool.clone(),
                writer: pool,
                secrets,
                bus: EventBus::default(),
                page: None,
            }
        };
        db.refuse_old_sqlite().await?;
        Ok(db)
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// A migration failed; it left nothing half done.
    pub async fn migrate(&self) -> Result<(), Error> {
        self.migrate_by::<migrations::Migrator>().await
    }

    /// As `migrate`, by the migrations of `M`.
    ///
    /// # Errors
    /// A migration failed; it left nothing half done.
    pub async fn migrate_by<M: MigratorTrait>(&self) -> Result<(), Error> {
        // When several processes start at the same time, one migrates and the others wait for
        // it. With SQLite there is only one process.
        let turn = if self.is_sqlite() {
            None
        } else {
            let txn = self.writer.begin().await?;
            txn.execute_unprepared("SELECT pg_advisory_xact_lock(7170215)")
                .await?;
            Some(txn)
        };
        // Each in a transaction of its own: by itself the migrator would use one on PostgreSQL only.
        for _ in M::get_pending_migrations(&self.writer).await? {
            let txn = self.write().await?;
            M::up(&txn.inner, Some(1)).await?;
            txn.commit_quietly().await?;
        }
        match turn {
            Some(turn) => Ok(turn.commit().await?),
            None => Ok(()),
        }
    }

    /// Returns the pool for reads outside any transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins a transaction that can write: `BEGIN IMMEDIATE` on SQLite, so that what it reads
    /// is still true when it writes.
    ///
    /// # Errors
    /// No connection became free, or the database is unavailable.
    pub async fn write(&self) -> Result<Txn, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(Txn {
            inner: self.writer.begin_with_options(options).await?,
            bus: self.bus.clone(),
            page: self.page,
            events: Mutex::default(),
        })
    }

    /// Returns the handle for what an open page does: that page receives no events of it, since
    /// it refetches by itself what it changed.
    #[must_use]
    pub fn on_behalf_of(&self, page: Option<PageId>) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The events of every commit.
    pub fn events(&self) -> &EventBus {
        &self.bus
    }

    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub fn is_sqlite(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Sqlite
    }

    /// Checks cheaply that the database responds.
    ///
    /// # Errors
    /// The database is unavailable.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }

    /// Closes all connections; on SQLite the last one writes the log back into the file.
    ///
    /// # Errors
    /// A connection could not be closed cleanly.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    /// Refuses an SQLite that is too old: a build may link another one than the bundled one.
    async fn refuse_old_sqlite(&self) -> Result<(), Error> {
        if !self.is_sqlite() {
            return Ok(());
        }
        let query = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()");
        let version: String = match self.reader.query_one_raw(query).await? {
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
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
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
