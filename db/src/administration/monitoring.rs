//! What those who run a portal watch: how much waits, and how large it is.
use crate::{Db, Error, base::sql::Sql};
use domain::{mails::SENDABLE_DAYS, time::Timestamp};
use sea_orm::FromQueryResult;
use std::path::PathBuf;

/// Rows that are counted at most: more of them is as bad.
pub const MOST_COUNTED: i64 = 50_000;

/// How full a pool of connections is.
#[derive(Clone, Copy, Debug)]
pub struct PoolFigures {
    /// `read` and `write` on SQLite, `all` on PostgreSQL.
    pub name: &'static str,
    pub open: u32,
    pub idle: u32,
    pub most: u32,
}

/// Returns the state of each pool, without asking the database.
pub fn pools(db: &Db) -> Vec<PoolFigures> {
    let pools = db.pools().into_iter();
    let figures = pools.map(|(name, pool)| {
        let (open, idle, most) = if db.is_sqlite() {
            let pool = pool.get_sqlite_connection_pool();
            (
                pool.size(),
                pool.num_idle(),
                pool.options().get_max_connections(),
            )
        } else {
            let pool = pool.get_postgres_connection_pool();
            (
                pool.size(),
                pool.num_idle(),
                pool.options().get_max_connections(),
            )
        };
        PoolFigures {
            name,
            open,
            idle: u32::try_from(idle).unwrap_or(u32::MAX),
            most,
        }
    });
    figures.collect()
}

/// Returns how many transactions wait to begin, without asking the database.
pub fn waiting_writers(db: &Db) -> usize {
    db.at_work().waiting_writers()
}

/// What is counted in tables, each at most [`MOST_COUNTED`].
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Counted {
    /// E-mails that could be sent now.
    pub mails_due: i64,
    /// When the oldest of them was written, in milliseconds.
    pub oldest_due: Option<i64>,
    /// E-mails of the last day that were given up.
    pub mails_failed: i64,
    pub mass_actions_running: i64,
    /// Those of them that no process holds.
    pub mass_actions_waiting: i64,
    pub imports_running: i64,
    pub imports_waiting: i64,
    /// Lists that could not be used, of the last day.
    pub imports_failed: i64,
    pub sessions: i64,
    /// Users with a session.
    pub users_signed_in: i64,
}

/// Counts at the time `now`.
///
/// # Errors
/// The database failed.
pub async fn count(db: &Db, now: Timestamp) -> Result<Counted, Error> {
    let sendable = now.plus_days(-SENDABLE_DAYS);
    let (day, most) = (now.plus_days(-1), MOST_COUNTED);
    let counted = Sql::new(db.read())
        .add(
            ROWS,
            [
                now.into(),
                sendable.into(),
                most.into(),
                day.into(),
                most.into(),
                most.into(),
                most.into(),
                day.into(),
                most.into(),
                now.into(),
                most.into(),
            ],
        )
        .add(COUNTS, [now.into(), now.into(), now.into(), now.into()])
        .one(db.read())
        .await?;
    Ok(counted.unwrap_or_default())
}

/// What is counted, each by an index and up to a limit.
const ROWS: &str = "WITH due AS (SELECT created_at FROM mails \
    WHERE state = 'waiting' AND next_at <= ? AND created_at > ? ORDER BY next_at, id LIMIT ?), \
    failed AS (SELECT id FROM mails WHERE state = 'failed' AND created_at > ? LIMIT ?), \
    actions AS (SELECT leased_until FROM mass_actions WHERE state = 'running' LIMIT ?), \
    lists AS (SELECT leased_until FROM imports \
    WHERE state IN ('reading', 'checking', 'running', 'undoing') LIMIT ?), \
    refused AS (SELECT id FROM imports WHERE state = 'refused' AND created_at > ? LIMIT ?), \
    open_sessions AS (SELECT user_id FROM sessions WHERE expires_at > ? LIMIT ?) ";

const COUNTS: &str = "SELECT (SELECT count(*) FROM due) AS mails_due, (SELECT min(created_at) FROM due) AS oldest_due, \
    (SELECT count(*) FROM failed) AS mails_failed, \
    (SELECT count(*) FROM actions WHERE leased_until >= ?) AS mass_actions_running, \
    (SELECT count(*) FROM actions WHERE leased_until < ?) AS mass_actions_waiting, \
    (SELECT count(*) FROM lists WHERE leased_until >= ?) AS imports_running, \
    (SELECT count(*) FROM lists WHERE leased_until < ?) AS imports_waiting, \
    (SELECT count(*) FROM refused) AS imports_failed, \
    (SELECT count(*) FROM open_sessions) AS sessions, \
    (SELECT count(DISTINCT user_id) FROM open_sessions) AS users_signed_in";

/// How much room the database takes, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub database: i64,
    /// What is not yet written back into the file; `None` on PostgreSQL, whose log is the server's.
    pub log: Option<i64>,
}

/// Returns how large the database is.
///
/// # Errors
/// The database failed.
pub async fn size(db: &Db) -> Result<Size, Error> {
    if !db.is_sqlite() {
        let query = "SELECT pg_database_size(current_database())";
        return Ok(Size {
            database: Sql::new(db.read()).text(query).number(db.read()).await?,
            log: None,
        });
    }
    let query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    let database = Sql::new(db.read()).text(query).number(db.read()).await?;
    let options = db.read().get_sqlite_connection_pool().connect_options();
    let mut log = options.get_filename().as_os_str().to_owned();
    log.push("-wal");
    let log = std::fs::metadata(PathBuf::from(log)).map_or(0, |log| log.len());
    Ok(Size {
        database,
        log: Some(i64::try_from(log).unwrap_or(i64::MAX)),
    })
}
