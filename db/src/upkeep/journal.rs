//! When the portal last backed itself up, and whose turn it is. Only the portal's own backups count: others
//! are kept by the person who made them.
use crate::{
    Db, Error, Txn,
    base::{
        event_bus::{ChangeEvent, ListKind},
        setting_store::{clear, put, value},
        sql::Sql,
    },
};
use domain::backups::{BackupFailure, BackupJournal, BackupMade};
use serde::{Serialize, de::DeserializeOwned};

const MADE: &str = "backup_made";
const FAILED: &str = "backup_failed";

/// Returns the last backup that the portal made by itself, and the last one that failed since.
///
/// # Errors
/// The database failed.
pub async fn last_backup(db: &Db) -> Result<BackupJournal, Error> {
    Ok(BackupJournal {
        made: read(db, MADE).await?,
        failed: read(db, FAILED).await?,
    })
}

/// Stores a backup that was made. A failure before it no longer counts.
///
/// # Errors
/// The database failed.
pub async fn note_backup(db: &Db, made: &BackupMade) -> Result<(), Error> {
    let txn = db.write().await?;
    write(&txn, MADE, made).await?;
    clear(&txn, FAILED, None).await?;
    txn.publish(ChangeEvent::List(ListKind::Settings));
    txn.commit().await
}

/// Stores why a backup failed.
///
/// # Errors
/// The database failed.
pub async fn note_failure(db: &Db, failed: &BackupFailure) -> Result<(), Error> {
    let txn = db.write().await?;
    write(&txn, FAILED, failed).await?;
    txn.publish(ChangeEvent::List(ListKind::Settings));
    txn.commit().await
}

/// Returns what has to be kept while a backup is made, or `None` while another process makes one. Of a
/// process that dies PostgreSQL takes it back; with SQLite there is only one.
///
/// # Errors
/// The database failed.
pub async fn try_turn(db: &Db) -> Result<Option<Option<Txn>>, Error> {
    if db.is_sqlite() {
        return Ok(Some(None));
    }
    // It waits for as long as the backup takes.
    let txn = db.write_unlimited().await?;
    let turn = Sql::new(&txn).text("SELECT pg_try_advisory_xact_lock(7170216)");
    let is_granted = turn.value(&txn).await? == Some(true);
    Ok(is_granted.then_some(Some(txn)))
}

/// An entry that a later version wrote otherwise is as none: the next backup replaces it.
async fn read<T: DeserializeOwned>(db: &Db, name: &str) -> Result<Option<T>, Error> {
    let text = value(db.read(), name).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

async fn write(txn: &Txn, name: &str, entry: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string(entry).map_err(|_| Error::InvalidData("settings"))?;
    put(txn, name, &text).await
}
