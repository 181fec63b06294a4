//! The database as the rest of this crate uses it: a pool to read from, and a way to write.
use crate::{
    Error,
    base::{
        at_work::AtWork, event_bus::EventBus, look_alikes, postgres, secrets::Secrets, sqlite,
        transaction::Txn,
    },
};
use domain::events::PageId;
use migrations::MigratorTrait;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::postgres::{PgConnectOptions, PgSslMode},
};
use std::net::IpAddr;

/// Whether what goes to the database at `url` stays on this machine, or is encrypted for a machine whose
/// certificate is checked. What the address leaves out is taken from PostgreSQL's environment variables.
#[must_use]
pub fn is_protected(url: &str) -> bool {
    if url.starts_with("sqlite") {
        return true;
    }
    let Ok(options) = url.parse::<PgConnectOptions>() else {
        // Connecting says what is wrong with it.
        return true;
    };
    let is_checked = matches!(
        options.get_ssl_mode(),
        PgSslMode::VerifyCa | PgSslMode::VerifyFull
    );
    is_checked || options.get_socket().is_some() || is_this_machine(options.get_host())
}

/// Whether the host, as in an address, is the machine itself.
#[must_use]
pub fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost"
        || host.starts_with('/')
        || address.is_ok_and(|address| address.is_loopback())
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
    at_work: AtWork,
}

impl Db {
    /// Opens the database at `url` (`sqlite://muster.db` or `postgres://...`).
    ///
    /// # Errors
    /// The database cannot be reached, or is an SQLite older than 3.51.3, whose WAL can lose
    /// commits (https://sqlite.org/releaselog/3_51_3.html).
    pub async fn connect(url: &str, secrets: Secrets) -> Result<Self, Error> {
        let (reader, writer) = if url.starts_with("sqlite") {
            // The writer first: it creates the file and turns WAL on.
            let writer = Database::connect(sqlite::options(url, 1)).await?;
            let reader = Database::connect(sqlite::options(url, 8)).await?;
            sqlite::refuse_old(&reader).await?;
            (reader, writer)
        } else {
            let pool = Database::connect(postgres::options(url)).await?;
            (pool.clone(), pool)
        };
        Ok(Self {
            reader,
            writer,
            secrets,
            bus: EventBus::default(),
            page: None,
            at_work: AtWork::default(),
        })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// A migration failed; it left nothing half done.
    pub async fn migrate(&self) -> Result<(), Error> {
        self.migrate_by::<migrations::Migrator>().await?;
        loop {
            let txn = self.write().await?;
            let had_some = look_alikes::fill_some(&txn).await?;
            txn.commit_quietly().await?;
            if !had_some {
                return Ok(());
            }
        }
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
            txn.execute_unprepared(postgres::WITHOUT_LIMITS).await?;
            txn.execute_unprepared("SELECT pg_advisory_xact_lock(7170215)")
                .await?;
            Some(txn)
        };
        // Each in a transaction of its own: by itself the migrator would use one on PostgreSQL only.
        for _ in M::get_pending_migrations(&self.writer).await? {
            let txn = self.write_unlimited().await?;
            M::up(txn.inner(), Some(1)).await?;
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

    /// The pool of connections that can write.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
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
        let waiting = self.at_work.wait_to_write();
        let inner = self.writer.begin_with_options(options).await?;
        drop(waiting);
        Ok(Txn::new(inner, self.bus.clone(), self.page))
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

    /// As [`Self::write`], for what may take or wait as long as it needs: PostgreSQL does not end it.
    ///
    /// # Errors
    /// The database cannot be reached, or no connection came free in time.
    pub(crate) async fn write_unlimited(&self) -> Result<Txn, Error> {
        let txn = self.write().await?;
        if !self.is_sqlite() {
            txn.execute_unprepared(postgres::WITHOUT_LIMITS).await?;
        }
        Ok(txn)
    }

    /// What this process works on.
    pub(crate) fn at_work(&self) -> &AtWork {
        &self.at_work
    }

    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub fn is_sqlite(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Sqlite
    }

    /// The pools of connections: what they are called, and what is open.
    pub(crate) fn pools(&self) -> Vec<(&'static str, &DatabaseConnection)> {
        if self.is_sqlite() {
            vec![("read", &self.reader), ("write", &self.writer)]
        } else {
            vec![("all", &self.reader)]
        }
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
}

#[cfg(test)]
mod tests {
    use super::is_protected;

    #[test]
    fn a_database_elsewhere_is_known_by_its_certificate() {
        for url in [
            "sqlite://muster.db",
            "postgres://muster@localhost/muster",
            "postgres://muster@127.0.0.1/muster",
            "postgres://muster@[::1]/muster",
            "postgres:///muster?host=/run/postgresql",
            "postgres://muster@db.example.org/muster?sslmode=verify-full",
        ] {
            assert!(is_protected(url), "{url}");
        }
        for url in [
            "postgres://muster@db.example.org/muster",
            "postgres://muster@db/muster?sslmode=disable",
            "postgres://muster@10.0.0.5/muster?sslmode=require",
        ] {
            assert!(!is_protected(url), "{url}");
        }
    }
}
