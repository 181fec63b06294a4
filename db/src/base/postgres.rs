//! How connections to PostgreSQL are set up, so that nothing waits for one that is lost: sqlx has no TCP
//! keepalive (https://github.com/transact-rs/sqlx/issues/3540) and waits for ever.
use super::process::PROCESS;
use sea_orm::{
    ConnectOptions,
    sqlx::{self, Connection, Executor, PgConnection},
};
use std::{io, time::Duration};
use tokio::time::timeout;

/// How long a request waits for a connection: a thousand who come at once take longer than five seconds on a
/// busy machine. The longest pause between attempts to connect is a fifth of this, so that the portal is
/// back within three seconds of its database. Nobody waits for one that is away: that is known before.
const ACQUIRE: Duration = Duration::from_secs(15);

/// A connection that was idle for longer is asked whether it still exists.
const FRESH: Duration = Duration::from_secs(1);

/// How long that answer may take.
const ANSWER: Duration = Duration::from_secs(1);

/// What the server ends by itself: statements and transactions that no request still waits for, and
/// the sessions of a portal that was cut off, whose locks others wait for.
const LIMITS: &str = "SET statement_timeout = '60s'; \
    SET idle_in_transaction_session_timeout = '60s'; \
    SET tcp_user_timeout = '20s'; \
    SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2";

/// Lets this transaction take and wait as long as it needs: migrations, and the turn of a backup.
pub(super) const WITHOUT_LIMITS: &str =
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/// What the names of all portals' connections begin with.
pub(crate) const NAMES: &str = "muster ";

/// The name of this process's connections, as `pg_stat_activity` shows them.
pub(crate) fn name() -> String {
    format!("{NAMES}{}", *PROCESS)
}

pub(super) fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(32)
        .sqlx_logging(false)
        .acquire_timeout(ACQUIRE)
        .map_sqlx_postgres_opts(|options| options.application_name(&name()))
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.test_before_acquire(false)
                .after_connect(|connection, _| {
                    Box::pin(async move {
                        connection.execute(LIMITS).await?;
                        Ok(())
                    })
                })
                .before_acquire(|connection, about| {
                    Box::pin(async move {
                        if about.idle_for >= FRESH {
                            answers(connection).await?;
                        }
                        Ok(true)
                    })
                })
                // sqlx asks, too, but waits without limit, and keeps the connection's place.
                .after_release(|connection, _| {
                    Box::pin(async move {
                        answers(connection).await?;
                        Ok(true)
                    })
                })
        });
    options
}

async fn answers(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    match timeout(ANSWER, connection.ping()).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
    }
}
