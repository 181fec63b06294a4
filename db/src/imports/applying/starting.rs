//! The start of what an import does.
use crate::{
    AuditContext, Db, Error,
    base::entities::import,
    imports::{
        parts::delete_parts,
        rights::Importer,
        states::{find, lock_in, restart, save_and_commit},
    },
    mass_actions,
};
use domain::{
    ids::ImportId,
    imports::stored::{ImportKind, ImportState},
    mass_actions::{MassActionKind, Selection},
};
use sea_orm::ActiveValue::Set;

/// Starts applying, exactly once; [`step`](super::step()) then does it. Members become a mass action
/// of their group instead, which the caller runs: the import names it, and is done.
///
/// # Errors
/// [`Error::NotFound`], also if the importer may not do it any longer; [`Error::Conflict`] if the
/// list is being worked on or was applied; [`Error::Busy`] while another mass action runs on the
/// group.
pub async fn start(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let row = find(db.read(), import).await?;
    let importer = Importer::of(db, &row).await?;
    if !importer.may(row.kind.required_action()) {
        return Err(Error::NotFound);
    }
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Checked]).await?;
    let (kind, group) = (row.kind, row.group_id);
    let mut row: import::ActiveModel = row.into();
    restart(&mut row, ImportState::Running);
    if kind == ImportKind::Members {
        let group = group.ok_or(Error::NotFound)?;
        let selection = Selection::Import(import);
        let add = MassActionKind::AddMembers;
        let action = mass_actions::start_in(&txn, audit, group, add, &selection).await?;
        row.mass_action_id = Set(Some(action));
        row.state = Set(ImportState::Done);
        row.finished_at = Set(Some(audit.at));
    }
    delete_parts(&txn, import).await?;
    save_and_commit(txn, row).await
}
