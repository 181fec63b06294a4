//! Which process works on an import, and for how long without a sign of life.
use super::{
    pace::{LEASE, RENEWAL},
    states::lock,
};
use crate::{
    Db, Error, Txn,
    base::{
        at_work::Job,
        entities::import::{self, Column},
    },
    now,
};
use domain::{ids::ImportId, imports::stored::ImportState, time::Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use std::convert::Infallible;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// A worker on an import: not the process, as two requests of one process may work on the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Worker(pub i64);

impl Worker {
    pub(super) fn new() -> Self {
        let mut bytes = [0; 8];
        // Without randomness the lease still works by its expiry.
        let _ = getrandom::fill(&mut bytes);
        Self((i64::from_le_bytes(bytes) & i64::MAX).max(1))
    }
}

/// Claims the import in this state; what takes longer than [`LEASE`] goes on in [`renewing`].
///
/// # Errors
/// [`Error::Busy`] while another worker holds it, or if it is in another state.
pub(super) async fn claim(
    db: &Db,
    import: ImportId,
    state: ImportState,
    worker: Worker,
) -> Result<import::Model, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if row.state != state || is_held(&row, worker, now()) {
        return Err(Error::Busy);
    }
    let mut claimed: import::ActiveModel = row.into();
    claimed.runner = Set(worker.0);
    claimed.leased_until = Set(now().plus_seconds(LEASE));
    let row = claimed.update(&txn).await?;
    txn.commit_quietly().await?;
    Ok(row)
}

/// Does the work, and renews the lease of the worker for as long as that takes.
pub(super) async fn renewing<T>(
    db: &Db,
    import: ImportId,
    worker: Worker,
    work: impl Future<Output = T>,
) -> T {
    // Both are polled all the time: the work may hold the connection that a renewal waits for.
    tokio::select! {
        done = work => done,
        never = keep_renewing(db, import, worker) => match never {},
    }
}

async fn keep_renewing(db: &Db, import: ImportId, worker: Worker) -> Infallible {
    let mut ticks = interval_at(Instant::now() + RENEWAL, RENEWAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = renew(db, import, worker).await {
            tracing::warn!(%error, %import, "the lease of an import was not renewed");
        }
    }
}

async fn renew(db: &Db, import: ImportId, worker: Worker) -> Result<(), Error> {
    let txn = db.write().await?;
    import::Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(now().plus_seconds(LEASE)))
        .filter(Column::Id.eq(import))
        .filter(Column::Runner.eq(worker.0))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await
}

/// Whether another worker holds it.
pub(super) fn is_held(row: &import::Model, worker: Worker, now: Timestamp) -> bool {
    row.runner != 0 && row.runner != worker.0 && row.leased_until > now
}

/// Returns the import, locked until the transaction ends, if the worker still holds it.
///
/// # Errors
/// [`Error::Busy`] if it was taken over, cancelled or changed.
pub(super) async fn still_mine(
    txn: &Txn,
    import: ImportId,
    state: ImportState,
    worker: Worker,
) -> Result<import::Model, Error> {
    let row = lock(txn, import).await?;
    if row.state == state && row.runner == worker.0 {
        Ok(row)
    } else {
        Err(Error::Busy)
    }
}

/// Returns what has to be kept while a task of this process resumes the import; `None` if another one does. A list that
/// waits to be read holds no lease yet.
#[must_use]
pub fn begin_resuming(db: &Db, import: ImportId) -> Option<impl Send + use<>> {
    db.at_work().begin(Job::Import(import))
}

/// Returns the imports that should go on and that no process holds.
///
/// # Errors
/// The database failed.
pub async fn list_abandoned(db: &Db, now: Timestamp) -> Result<Vec<ImportId>, Error> {
    let going_on = [
        ImportState::Reading,
        ImportState::Checking,
        ImportState::Running,
        ImportState::Undoing,
    ];
    Ok(import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.is_in(going_on))
        .filter(Column::LeasedUntil.lt(now))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db.read())
        .await?)
}
