//! Change events, from the commit of a write to the pages that are open: one publication per
//! commit, never one per row. Within a process they go through a channel, between processes
//! through PostgreSQL's NOTIFY.
use crate::Error;
use domain::events::PageId;
pub use domain::events::{ChangeEvent, ListKind};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, Statement,
    sqlx::{
        self, Executor,
        postgres::{PgListener, PgNotification},
    },
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, io, time::Duration};
use tokio::{sync::broadcast, time::timeout};

/// The PostgreSQL channel that processes share.
const CHANNEL: &str = "muster";

/// How long the channel may be silent before its connection is asked, and how long that may take.
const QUIET: Duration = Duration::from_secs(2);

/// More events than this become [`ChangeEvent::Resync`]: PostgreSQL limits a payload to 8,000
/// bytes.
const MAX_EVENTS: usize = 100;

/// The events of one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The page that caused it, and refetches by itself.
    pub page: Option<PageId>,
    pub events: Vec<ChangeEvent>,
}

impl Publication {
    pub(crate) fn new(page: Option<PageId>, events: BTreeSet<ChangeEvent>) -> Self {
        let everything = events.len() > MAX_EVENTS || events.contains(&ChangeEvent::Resync);
        let events = if everything {
            vec![ChangeEvent::Resync]
        } else {
            events.into_iter().collect()
        };
        Self { page, events }
    }

    /// The publication after which everything is refetched.
    pub fn resync() -> Self {
        Self::new(None, [ChangeEvent::Resync].into())
    }

    /// Has PostgreSQL send it when the transaction is committed.
    pub(crate) async fn notify(&self, conn: &impl ConnectionTrait) -> Result<(), Error> {
        let payload = serde_json::to_string(self).map_err(|_| Error::InvalidData("events"))?;
        let statement = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_notify($1, $2)",
            [CHANNEL.into(), payload.into()],
        );
        conn.execute_raw(statement).await?;
        Ok(())
    }
}

/// This process's bus of change events; cheap to clone.
#[derive(Clone, Debug)]
pub struct EventBus {
    channel: broadcast::Sender<Publication>,
}

impl Default for EventBus {
    fn default() -> Self {
        // A subscriber that falls further behind than this is told to refetch everything.
        Self {
            channel: broadcast::channel(256).0,
        }
    }
}

impl EventBus {
    /// Returns a receiver of every publication from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Publication> {
        self.channel.subscribe()
    }

    pub(crate) fn publish_local(&self, publication: Publication) {
        // An error only means that there are no subscribers.
        let _ = self.channel.send(publication);
    }

    /// Receives the events of all processes until the connection is lost, which takes four seconds to notice.
    /// With SQLite there is only one process, and this never returns.
    ///
    /// # Errors
    /// The connection was lost; call it again.
    pub async fn listen(&self, connection: &DatabaseConnection) -> Result<(), Error> {
        if connection.get_database_backend() == DbBackend::Sqlite {
            return std::future::pending().await;
        }
        let pool = connection.get_postgres_connection_pool();
        let mut listener = PgListener::connect_with(pool)
            .await
            .map_err(Error::unavailable)?;
        listener.listen(CHANNEL).await.map_err(Error::unavailable)?;
        self.publish_local(Publication::resync());
        loop {
            let event = next(&mut listener).await.map_err(Error::unavailable)?;
            match serde_json::from_str(event.payload()) {
                Ok(publication) => self.publish_local(publication),
                Err(error) => {
                    tracing::warn!(%error, "unreadable change event");
                    self.publish_local(Publication::resync());
                }
            }
        }
    }
}

/// Waits for the next event. After a while without one it asks whether the connection still exists, which
/// nothing else would notice.
async fn next(listener: &mut PgListener) -> Result<PgNotification, sqlx::Error> {
    loop {
        match timeout(QUIET, listener.try_recv()).await {
            Ok(Ok(Some(event))) => return Ok(event),
            // What was sent since then is lost, so it must not go on as if nothing had happened.
            Ok(Ok(None)) => return Err(sqlx::Error::Io(io::ErrorKind::ConnectionAborted.into())),
            Ok(Err(error)) => return Err(error),
            Err(_) => match timeout(QUIET, listener.execute("SELECT 1")).await {
                Ok(answered) => answered.map(|_| ())?,
                Err(_) => return Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
            },
        }
    }
}
