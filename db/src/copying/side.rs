//! A connection to one of the two databases, outside their pools.
use crate::Db;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, PgConnection, PgPool, Row, SqliteConnection};

pub(super) enum Side {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Side {
    /// Begins reading one snapshot, whatever others write meanwhile.
    pub(super) async fn snapshot(db: &Db) -> Result<Self, sqlx::Error> {
        let mut side = if db.is_sqlite() {
            let pool = db.read().get_sqlite_connection_pool();
            Self::Sqlite(pool.acquire().await?.detach())
        } else {
            Self::of_postgres(db.read().get_postgres_connection_pool()).await?
        };
        let begin = match side {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        side.run(begin).await?;
        Ok(side)
    }

    /// Takes a connection that can write, without a transaction yet.
    pub(super) async fn to_write(db: &Db) -> Result<Self, sqlx::Error> {
        if db.is_sqlite() {
            let pool = db.writer().get_sqlite_connection_pool();
            let mut side = Self::Sqlite(pool.acquire().await?.detach());
            // It has no effect inside a transaction.
            side.run("PRAGMA foreign_keys = OFF").await?;
            return Ok(side);
        }
        Self::of_postgres(db.writer().get_postgres_connection_pool()).await
    }

    /// Takes a connection whose statements and transactions may last: each table is one statement, and a side waits
    /// while the other works.
    async fn of_postgres(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let mut side = Self::Postgres(pool.acquire().await?.detach());
        side.run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            .await?;
        Ok(side)
    }

    pub(super) const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        self.run(match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        })
        .await
    }

    /// Commits. PostgreSQL also learns how large the tables are, which it would take minutes to notice.
    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await?;
        if matches!(self, Self::Postgres(_))
            && let Err(error) = self.run("ANALYZE").await
        {
            tracing::warn!(%error, "the copy is not analysed: it may be slow at first");
        }
        Ok(())
    }

    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.close().await,
            Self::Postgres(connection) => connection.close().await,
        }
    }

    /// Runs a statement without values.
    pub(super) async fn run(&mut self, statement: &str) -> Result<(), sqlx::Error> {
        let statement = sqlx::raw_sql(AssertSqlSafe(statement));
        match self {
            Self::Sqlite(connection) => statement.execute(connection).await.map(drop),
            Self::Postgres(connection) => statement.execute(connection).await.map(drop),
        }
    }

    /// Returns the rows of a statement, all of whose columns are texts.
    pub(super) async fn texts(&mut self, statement: &str) -> Result<Vec<Vec<String>>, sqlx::Error> {
        fn texts_of<'r, R: Row>(row: &'r R) -> Result<Vec<String>, sqlx::Error>
        where
            usize: sqlx::ColumnIndex<R>,
            String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
        {
            (0..row.len()).map(|place| row.try_get(place)).collect()
        }
        let statement = AssertSqlSafe(statement);
        match self {
            Self::Sqlite(connection) => {
                let rows = sqlx::query(statement).fetch_all(connection).await?;
                rows.iter().map(texts_of).collect()
            }
            Self::Postgres(connection) => {
                let rows = sqlx::query(statement).fetch_all(connection).await?;
                rows.iter().map(texts_of).collect()
            }
        }
    }
}
