//! Change events, from the commit of a write to the pages that are open: one publication per
//! commit, never one per row. Within a process they go through a channel, between processes
//! through PostgreSQL's NOTIFY.
pub use crate::base::publication::Publication;
use crate::{
    Error,
    base::{publication::CHANNEL, recent_events::RecentEvents},
    now,
};
pub use domain::events::{ChangeEvent, ListKind};
use domain::{events::PageId, time::Timestamp};
use sea_orm::{
    DatabaseConnection, DbBackend,
    sqlx::{
        self, Executor,
        postgres::{PgListener, PgNotification},
    },
};
use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::broadcast, time::timeout};

/// How long the channel may be silent before its connection is asked, and how long that may take.
const QUIET: Duration = Duration::from_secs(2);

/// This process's bus of change events; cheap to clone.
#[derive(Clone, Debug)]
pub struct EventBus {
    channel: broadcast::Sender<Publication>,
    recent: Arc<Mutex<RecentEvents>>,
}

impl Default for EventBus {
    fn default() -> Self {
        // A subscriber that falls further behind than this is told to refetch everything.
        Self {
            channel: broadcast::channel(256).0,
            recent: Arc::new(Mutex::new(RecentEvents::new(now()))),
        }
    }
}

impl EventBus {
    /// Returns a receiver of every publication from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Publication> {
        self.channel.subscribe()
    }

    /// Returns what this process received from `since` on, without what `page` caused, as one publication. It says to
    /// refetch everything if that is not known: `since` is too long ago, or to come.
    pub fn since(&self, since: Timestamp, page: Option<PageId>) -> Publication {
        self.recent().since(since, now(), page)
    }

    fn recent(&self) -> MutexGuard<'_, RecentEvents> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn publish_local(&self, publication: Publication) {
        self.recent().add(now(), publication.clone());
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
