//! An import's row: finding it, and the step from one state to the next.
use super::pace::LEASE;
use crate::{Error, Txn, base::entities::import, now};
use domain::{events::ChangeEvent, ids::ImportId, imports::stored::ImportState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect};

pub(super) async fn find(
    conn: &impl ConnectionTrait,
    import: ImportId,
) -> Result<import::Model, Error> {
    import::Entity::find_by_id(import)
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the import, locked against changes until the transaction ends.
pub(super) async fn lock(txn: &Txn, import: ImportId) -> Result<import::Model, Error> {
    import::Entity::find_by_id(import)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Returns the import, locked, if it is in one of these states.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] in another state.
pub(super) async fn lock_in(
    txn: &Txn,
    import: ImportId,
    states: &[ImportState],
) -> Result<import::Model, Error> {
    let row = lock(txn, import).await?;
    if states.contains(&row.state) {
        Ok(row)
    } else {
        Err(Error::Conflict)
    }
}

/// Sets the state in which the work goes on with the first row, free for the next worker.
pub(super) fn restart(row: &mut import::ActiveModel, state: ImportState) {
    row.state = Set(state);
    row.reached = Set(0);
    row.processed = Set(0);
    release(row);
}

/// Lets any worker go on; no one counts it as abandoned for the time of a lease.
pub(super) fn release(row: &mut import::ActiveModel) {
    row.runner = Set(0);
    row.leased_until = Set(now().plus_seconds(LEASE));
}

/// Sets the counts of a list that was not checked yet.
pub(super) fn clear_counts(row: &mut import::ActiveModel) {
    for count in [
        &mut row.added,
        &mut row.updated,
        &mut row.unchanged,
        &mut row.left_out,
    ] {
        *count = Set(0);
    }
}

/// Saves the row, publishes it and commits.
pub(super) async fn save_and_commit(txn: Txn, row: import::ActiveModel) -> Result<(), Error> {
    let row = row.update(&txn).await?;
    txn.publish(ChangeEvent::Import(row.id));
    txn.commit().await
}

/// Returns how far the import is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn state(db: &crate::Db, import: ImportId) -> Result<ImportState, Error> {
    Ok(find(db.read(), import).await?.state)
}
