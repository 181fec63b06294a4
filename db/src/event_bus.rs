//! Notices of what changed, from whoever wrote to whoever is looking: one an act, never one a
//! row. Within a process through a channel; between processes through PostgreSQL's NOTIFY.
use crate::{Db, Error};
pub use domain::events::ChangeEvent;
use sea_orm::{ConnectionTrait, Statement, sqlx::postgres::PgListener};
use tokio::sync::broadcast;

/// The PostgreSQL channel that processes share.
const CHANNEL: &str = "muster";

/// The process's end of the notices; cheap to clone.
#[derive(Clone, Debug)]
pub struct EventBus {
    channel: broadcast::Sender<ChangeEvent>,
}

impl Default for EventBus {
    fn default() -> Self {
        // A page that falls further behind than this is told to look again.
        Self {
            channel: broadcast::channel(256).0,
        }
    }
}

impl EventBus {
    /// From now on, every notice.
    pub fn subscribe(&self) -> broadcast::Receiver<ChangeEvent> {
        self.channel.subscribe()
    }

    /// Tells every process. A notice that cannot be sent is logged and lost: what it spoke of
    /// is committed, and a page shows it at the next look.
    pub async fn publish(&self, db: &Db, event: ChangeEvent) {
        if db.is_sqlite() {
            self.publish_local(event);
        } else if let Err(error) = notify(db, event).await {
            tracing::warn!(%error, "notice not sent");
        }
    }

    fn publish_local(&self, event: ChangeEvent) {
        // An error only says that nobody is looking.
        let _ = self.channel.send(event);
    }

    /// Hears the notices of all processes, until the database goes away. On SQLite there is
    /// nothing to hear and it never returns.
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
                Err(error) => tracing::warn!(%error, "unreadable notice"),
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
