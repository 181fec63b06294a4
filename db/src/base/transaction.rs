//! A transaction that writes, and the events that its commit publishes.
use crate::{
    Error,
    base::event_bus::{ChangeEvent, EventBus, Publication},
};
use domain::events::PageId;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    entity::prelude::async_trait::async_trait,
};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// A transaction that writes. Nothing happens unless it is committed, and then the open pages
/// learn of it.
pub struct Txn {
    inner: DatabaseTransaction,
    bus: EventBus,
    page: Option<PageId>,
    events: Mutex<BTreeSet<ChangeEvent>>,
}

impl Txn {
    pub(super) fn new(inner: DatabaseTransaction, bus: EventBus, page: Option<PageId>) -> Self {
        Self {
            inner,
            bus,
            page,
            events: Mutex::default(),
        }
    }

    /// The transaction as SeaORM has it, for the migrator.
    pub(super) fn inner(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Adds an event that the commit publishes.
    pub fn publish(&self, event: ChangeEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.insert(event);
    }

    /// Commits, and publishes the events: on PostgreSQL within the transaction, so that none is
    /// lost; on SQLite, where there is only this process, after it.
    ///
    /// # Errors
    /// The database failed; nothing was changed or published.
    ///
    /// # Panics
    /// In debug builds, if there is no event: pages would stay stale. Where no page shows what
    /// changed, it is [`Self::commit_quietly`].
    pub async fn commit(self) -> Result<(), Error> {
        let events = self.events.into_inner();
        let events = events.unwrap_or_else(PoisonError::into_inner);
        debug_assert!(!events.is_empty(), "a write that tells no page");
        let publication = Publication::new(self.page, events);
        if self.inner.get_database_backend() == DbBackend::Sqlite {
            self.inner.commit().await?;
            self.bus.publish_local(publication);
        } else {
            publication.notify(&self.inner).await?;
            self.inner.commit().await?;
        }
        Ok(())
    }

    /// Commits what no open page shows: sessions, throttles, flashes, leases and sweeps.
    ///
    /// # Errors
    /// The database failed; nothing was changed.
    ///
    /// # Panics
    /// In debug builds, if there is an event, which would be lost.
    pub async fn commit_quietly(self) -> Result<(), Error> {
        let events = self.events.into_inner();
        let events = events.unwrap_or_else(PoisonError::into_inner);
        debug_assert!(events.is_empty(), "lost events: {events:?}");
        Ok(self.inner.commit().await?)
    }

    /// Undoes what the transaction wrote.
    ///
    /// # Errors
    /// The database failed; nothing was changed all the same.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.inner.rollback().await?)
    }
}

/// For migrations, which take no other connection.
impl AsRef<DatabaseTransaction> for Txn {
    fn as_ref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

#[async_trait]
impl ConnectionTrait for Txn {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
