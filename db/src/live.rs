//! Notices of what changed, from whoever wrote to whoever is looking: one an act, never one a
//! row. Within a process through a channel; between processes through PostgreSQL's NOTIFY.
use crate::{Db, Error};
pub use domain::live::Notice;
use sea_orm::{ConnectionTrait, Statement, sqlx::postgres::PgListener};
use tokio::sync::broadcast;

/// The PostgreSQL channel that processes share.
const CHANNEL: &str = "muster";

/// The process's end of the notices; cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    channel: broadcast::Sender<Notice>,
}

impl Default for Live {
    fn default() -> Self {
        // A page that falls further behind than this is told to look again.
        Self {
            channel: broadcast::channel(256).0,
        }
    }
}

impl Live {
    /// From now on, every notice.
    pub fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.channel.subscribe()
    }

    /// Tells every process. A notice that cannot be sent is logged and lost: what it spoke of
    /// is committed, and a page shows it at the next look.
    pub async fn tell(&self, db: &Db, notice: Notice) {
        if db.is_sqlite() {
            self.tell_here(notice);
        } else if let Err(error) = notify(db, notice).await {
            tracing::warn!(%error, "notice not sent");
        }
    }

    fn tell_here(&self, notice: Notice) {
        // An error only says that nobody is looking.
        let _ = self.channel.send(notice);
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
        self.tell_here(Notice::Anything);
        loop {
            let notice = listener.recv().await.map_err(lost)?;
            match serde_json::from_str(notice.payload()) {
                Ok(notice) => self.tell_here(notice),
                Err(error) => tracing::warn!(%error, "unreadable notice"),
            }
        }
    }
}

async fn notify(db: &Db, notice: Notice) -> Result<(), Error> {
    let payload = serde_json::to_string(&notice).map_err(|_| Error::Corrupt("notice"))?;
    let statement = Statement::from_sql_and_values(
        sea_orm::DbBackend::Postgres,
        "SELECT pg_notify($1, $2)",
        [CHANNEL.into(), payload.into()],
    );
    db.read().execute_raw(statement).await?;
    Ok(())
}

fn lost(error: sea_orm::sqlx::Error) -> Error {
    Error::Away(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(
        error.into(),
    )))
}
