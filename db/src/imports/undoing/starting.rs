//! The start of an undo.
use crate::{
    AuditContext, Db, Error,
    base::{activity::ActivitySubject, entities::import},
    imports::{
        applying::result,
        states::{lock, restart, save_and_commit},
        viewing::undoable,
    },
};
use domain::{activity::Activity, ids::ImportId, imports::stored::ImportState};
use sea_orm::ActiveValue::Set;

/// Starts taking back what the import did; [`step`](super::step()) then does it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotUndoable`] after 30 days, a second time, if it changed nothing, or
/// for members, whom their mass action takes back.
pub async fn undo(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if !undoable(&row, audit.at) {
        return Err(Error::NotUndoable);
    }
    let subject = match row.group_id {
        Some(group) => ActivitySubject::group(group),
        None => ActivitySubject::NONE,
    };
    let result = result(db.secrets(), &row)?;
    subject
        .log(&txn, audit, Activity::ImportUndone { result })
        .await?;
    let start = row.row_count + 1;
    let mut row: import::ActiveModel = row.into();
    restart(&mut row, ImportState::Undoing);
    row.reached = Set(start);
    save_and_commit(txn, row).await
}
