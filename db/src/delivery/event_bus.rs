//! Change events, from the request that writes to the pages that are open: one per action, never
//! one per row. Within a process they go through a channel, between processes through
//! PostgreSQL's NOTIFY.
use crate::{Db, Error};
pub use domain::events::ChangeEvent;
use sea_orm::{ConnectionTrait, Statement, sqlx::postgres::PgListener};
use tokio::sync::broadcast;

/// The PostgreSQL channel that processes share.
const CHANNEL: &str = "muster";

/// This process's bus of change events; cheap to clone.
#[derive(Clone, Debug)]
pub struct EventBus {
    channel: broadcast::Sender<ChangeEvent>,
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
    /// Returns a receiver of every event from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<ChangeEvent> {
        self.channel.subscribe()
    }

    /// Publishes the event to every process. One that cannot be sent is logged and lost: its
    /// change is committed, and a page shows it when it next loads.
    pub async fn publish(&self, db: &Db, event: ChangeEvent) {
        if db.is_sqlite() {
            self.publish_local(event);
        } else if let Err(error) = notify(db, event).await {
            tracing::warn!(%error, "change event not sent");
        }
    }

    fn publish_local(&self, event: ChangeEvent) {
        // An error only means that there are no subscribers.
        let _ = self.channel.send(event);
    }

    /// Receives the events of all processes until the connection is lost. With SQLite there is
    /// only one process, and this never returns.
    ///
    /// # Errors
    /// The connection was lost; call it again.
    pub async fn listen(&self, db: &Db) -> Result<(), Error> {
        if db.is_sqlite() {
            return std::future::pending().await;
        }
        let pool = db.read().get_postgres_connection_pool();
        let mut listener = PgListener::connect_with(pool).await.map_err(lost)?;
        listener.listen(CHANNEL).await.map_err(lost)?;
        self.publish_local(ChangeEvent::Resync);
        loop {
            let event = listener.recv().await.map_err(lost)?;
            match serde_json::from_str(event.payload()) {
                Ok(event) => self.publish_local(event),
                Err(error) => tracing::warn!(%error, "unreadable change event"),
            }
        }
    }
}

async fn notify(db: &Db, event: ChangeEvent) -> Result<(), Error> {
    let payload = serde_json::to_string(&event).map_err(|_| Error::InvalidData("notice"))?;
    let statement = Statement::from_sql_and_values(
        sea_orm::DbBackend::Postgres,
        "SELECT pg_notify($1, $2)",
        [CHANNEL.into(), payload.into()],
    );
    db.read().execute_raw(statement).await?;
    Ok(())
}

fn lost(error: sea_orm::sqlx::Error) -> Error {
    Error::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(
        error.into(),
    )))
}
