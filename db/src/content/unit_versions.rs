//! The texts that units had. A version is written with each save; the newest is the present text.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{entities::unit, sql::Sql},
};
use domain::{
    courses::{NewUnit, UNIT_VERSION_DAYS, UNIT_VERSIONS_KEPT},
    ids::UnitId,
    time::Timestamp,
};

/// Deletes versions that are too old, but no present text.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = Sql::new(&txn)
        .add(
            "DELETE FROM unit_versions WHERE saved_at < ? AND EXISTS (SELECT 1 FROM unit_versions n \
             WHERE n.unit_id = unit_versions.unit_id AND n.id > unit_versions.id)",
            [now.plus_days(-UNIT_VERSION_DAYS).into()],
        )
        .execute(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept)
}

/// Keeps the text that a unit gets, and the one it has if that was saved before versions were kept.
pub(super) async fn keep(
    txn: &Txn,
    audit: &AuditContext,
    old: &unit::Model,
    new: &NewUnit,
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO unit_versions (unit_id, name, kind, content) \
             SELECT n.id, n.name, n.kind, n.content FROM units n WHERE n.id = ? \
             AND NOT EXISTS (SELECT 1 FROM unit_versions v WHERE v.unit_id = n.id)",
            [old.id.into()],
        )
        .execute(txn)
        .await?;
    add(txn, audit, old.id, new).await?;
    let most = i64::try_from(UNIT_VERSIONS_KEPT).unwrap_or(i64::MAX);
    Sql::new(txn)
        .add(
            "DELETE FROM unit_versions WHERE unit_id = ? AND id NOT IN \
             (SELECT id FROM unit_versions WHERE unit_id = ? ORDER BY id DESC LIMIT ?)",
            [old.id.into(), old.id.into(), most.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Adds a version of a unit.
pub(super) async fn add(
    txn: &Txn,
    audit: &AuditContext,
    unit: UnitId,
    new: &NewUnit,
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO unit_versions (unit_id, name, kind, content, saved_by, saved_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
            [
                unit.into(),
                new.name.as_str().into(),
                new.content.kind().into(),
                new.content.as_str().into(),
                audit.actor.into(),
                audit.at.into(),
            ],
        )
        .execute(txn)
        .await?;
    Ok(())
}
