//! Lists that were uploaded: kept as received, read, checked, applied in steps, undone.
//!
//! Nothing of a list is logged, and all of it is stored encrypted.
mod checking;
mod choosing;
mod leases;
mod left_out;
mod pace;
mod pages;
mod planning;
mod receiving;
mod rights;
mod rows;
mod sealing;
mod states;
mod storing;
mod traces;
mod viewing;

pub use checking::check;
pub use choosing::{correct, set_choices, set_columns, set_reading};
pub use leases::list_abandoned;
pub use left_out::{LeftOutRow, headings, left_out};
pub use receiving::{
    ImportOwner, NewImport, allow_invitations, append, bytes, discard, owner, receive, received,
};
pub use rights::grantable_types;
pub use rows::{row, rows};
pub use states::state;
pub use storing::store;
pub use viewing::{get, recent};

use crate::{AuditContext, Db, Error};
use domain::{ids::ImportId, time::Timestamp};

/// The result of one [`step()`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    More,
    Finished,
    /// Another process holds the lease.
    Elsewhere,
}
/// Starts applying, exactly once; members become a mass action of their group.
pub async fn start(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let _ = (db, audit, import);
    Err(Error::NotFound)
}
pub async fn cancel(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let _ = (db, audit, import);
    Err(Error::NotFound)
}
pub async fn undo(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let _ = (db, audit, import);
    Err(Error::NotFound)
}
/// Applies, or takes back, the next rows in one transaction.
pub async fn step(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportStep, Error> {
    let _ = (db, import, now);
    Err(Error::NotFound)
}
/// Deletes what is older than it is kept; returns how many imports.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let _ = (db, now);
    Err(Error::NotFound)
}
