//! Whether the database answers, asked over a connection of its own where there is a server: that all
//! connections of the pool are busy is another matter.
use crate::{Db, Error};
use sea_orm::sqlx::{self, Connection, PgConnection};

/// Asks one database, again and again.
pub struct Probe {
    db: Db,
    own: Option<PgConnection>,
}

impl Probe {
    pub fn new(db: Db) -> Self {
        Self { db, own: None }
    }

    /// Asks once. It may be dropped while it waits: the next one connects again.
    ///
    /// # Errors
    /// The database is unavailable.
    pub async fn ask(&mut self) -> Result<(), Error> {
        if self.db.is_sqlite() {
            return self.db.ping().await;
        }
        let pool = self.db.read().get_postgres_connection_pool();
        if pool.is_closed() {
            return Err(Error::unavailable(sqlx::Error::PoolClosed));
        }
        let mut own = match self.own.take() {
            Some(own) => own,
            None => {
                let options = pool.connect_options();
                let connected = PgConnection::connect_with(&options).await;
                connected.map_err(Error::unavailable)?
            }
        };
        own.ping().await.map_err(Error::unavailable)?;
        self.own = Some(own);
        Ok(())
    }
}
