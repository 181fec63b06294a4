//! Lists that were uploaded: kept as received, read, checked, applied in steps, undone.
use crate::{AuditContext, Db, Error};
use domain::{
    ids::{GroupId, ImportId, UserId},
    imports::{
        columns::Field,
        problems::ListRefusal,
        stored::{ImportChoices, ImportKind, ImportState, ReadList, ReadingOptions, RowVerdict},
        views::{ImportRowForm, ImportRowView, ImportView},
    },
    page::{Cursor, Page},
    time::Timestamp,
    users::UserTypeOption,
};

/// A list that is about to be received.
#[derive(Clone, Debug)]
pub struct NewImport<'a> {
    pub kind: ImportKind,
    /// The group of members or group courses.
    pub group: Option<GroupId>,
    /// Empty for a list that was pasted.
    pub file_name: &'a str,
}

/// Whose import it is, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOwner {
    pub kind: ImportKind,
    pub group: Option<GroupId>,
    /// Who made it; `None` is the command line.
    pub actor: Option<UserId>,
}

/// The result of one [`step()`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    More,
    Finished,
    /// Another process holds the lease.
    Elsewhere,
}

pub async fn receive(
    db: &Db,
    audit: &AuditContext,
    new: &NewImport<'_>,
) -> Result<ImportId, Error> {
    let _ = (db, audit, new);
    Err(Error::NotFound)
}
pub async fn append(db: &Db, import: ImportId, part: i64, bytes: &[u8]) -> Result<(), Error> {
    let _ = (db, import, part, bytes);
    Err(Error::NotFound)
}
/// The whole list arrived: it can be read.
pub async fn received(db: &Db, import: ImportId) -> Result<(), Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
pub async fn discard(db: &Db, import: ImportId) -> Result<(), Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
pub async fn owner(db: &Db, import: ImportId) -> Result<ImportOwner, Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
/// Returns the bytes, and how they are to be read.
pub async fn bytes(db: &Db, import: ImportId) -> Result<(Vec<u8>, ReadingOptions), Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
/// Keeps the rows of a list that was read, or why it cannot be.
pub async fn store(
    db: &Db,
    import: ImportId,
    list: Result<ReadList, ListRefusal>,
) -> Result<(), Error> {
    let _ = (db, import, list);
    Err(Error::NotFound)
}
/// Gives every row its verdict.
pub async fn check(db: &Db, import: ImportId) -> Result<(), Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
pub async fn get(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportView, Error> {
    let _ = (db, import, now);
    Err(Error::NotFound)
}
/// Returns the newest imports of a user, at most `most`.
pub async fn recent(
    db: &Db,
    actor: UserId,
    kind: ImportKind,
    group: Option<GroupId>,
    most: u64,
    now: Timestamp,
) -> Result<Vec<ImportView>, Error> {
    let _ = (db, actor, kind, group, most, now);
    Err(Error::NotFound)
}
/// Returns a page of rows, those with a verdict, or all: left-out rows first.
pub async fn rows(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    cursor: Option<&Cursor>,
) -> Result<Page<ImportRowView>, Error> {
    let _ = (db, import, verdict, cursor);
    Err(Error::NotFound)
}
pub async fn row(db: &Db, import: ImportId, place: i64) -> Result<ImportRowForm, Error> {
    let _ = (db, import, place);
    Err(Error::NotFound)
}
/// Replaces the cells of a row; the caller then has all rows checked again.
pub async fn correct(
    db: &Db,
    import: ImportId,
    place: i64,
    cells: Vec<String>,
) -> Result<(), Error> {
    let _ = (db, import, place, cells);
    Err(Error::NotFound)
}
/// Uses each column for this field, or not at all; the caller then has all rows checked again.
pub async fn set_columns(db: &Db, import: ImportId, fields: &[Option<Field>]) -> Result<(), Error> {
    let _ = (db, import, fields);
    Err(Error::NotFound)
}
/// The caller then has all rows checked again.
pub async fn set_choices(db: &Db, import: ImportId, choices: &ImportChoices) -> Result<(), Error> {
    let _ = (db, import, choices);
    Err(Error::NotFound)
}
/// The caller then has the list read again.
pub async fn set_reading(db: &Db, import: ImportId, options: &ReadingOptions) -> Result<(), Error> {
    let _ = (db, import, options);
    Err(Error::NotFound)
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
/// Returns the imports that should go on and that no process holds.
pub async fn list_abandoned(db: &Db, now: Timestamp) -> Result<Vec<ImportId>, Error> {
    let _ = (db, now);
    Err(Error::NotFound)
}
/// A row that was left out, in the list's own columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutRow {
    pub place: i64,
    pub line: i64,
    /// Passwords are not among them.
    pub cells: Vec<String>,
    /// Sentences.
    pub reason: String,
}
/// Returns the headings of the list, or the labels of its fields.
pub async fn headings(db: &Db, import: ImportId) -> Result<Vec<String>, Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
/// Returns the next thousand rows left out, with a place above `after`. A shorter result is the last.
pub async fn left_out(db: &Db, import: ImportId, after: i64) -> Result<Vec<LeftOutRow>, Error> {
    let _ = (db, import, after);
    Err(Error::NotFound)
}
/// Deletes what is older than it is kept; returns how many imports.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let _ = (db, now);
    Err(Error::NotFound)
}
/// Returns how far the import is.
pub async fn state(db: &Db, import: ImportId) -> Result<ImportState, Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
/// Returns the user types that the importer can assign, as their permissions are now.
pub async fn grantable_types(db: &Db, import: ImportId) -> Result<Vec<UserTypeOption>, Error> {
    let _ = (db, import);
    Err(Error::NotFound)
}
