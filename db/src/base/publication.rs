//! What one commit publishes.
use crate::Error;
use domain::events::{ChangeEvent, PageId};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The PostgreSQL channel that processes share.
pub(super) const CHANNEL: &str = "muster";

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
