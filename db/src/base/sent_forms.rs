//! Forms that add something: each adds once, however often it is posted.
use crate::{AuditContext, Db, Error, Txn, base::sql::Sql};
use domain::time::Timestamp;

/// How long a form is known after it was sent, in days.
const KEPT_DAYS: i64 = 1;

/// Returns the id of what the form of `audit` has already added; else the caller adds it, and says so by
/// [`remember`]. It is called first in a transaction: a form that is sent twice at once waits here for the
/// other.
pub(crate) async fn earlier(txn: &Txn, audit: &AuditContext) -> Result<Option<i64>, Error> {
    let Some(form) = &audit.form else {
        return Ok(None);
    };
    let is_first = Sql::new(txn)
        .add(
            "INSERT INTO sent_forms (mark, sent_at) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING",
            [form.mark().into(), audit.at.into()],
        )
        .execute(txn)
        .await?;
    if is_first > 0 {
        return Ok(None);
    }
    Sql::new(txn)
        .add(
            "SELECT made FROM sent_forms WHERE mark = ?",
            [form.mark().into()],
        )
        .value(txn)
        .await
}

/// Says what the form of `audit` has added.
pub(crate) async fn remember(
    txn: &Txn,
    audit: &AuditContext,
    made: impl Into<i64>,
) -> Result<(), Error> {
    let Some(form) = &audit.form else {
        return Ok(());
    };
    Sql::new(txn)
        .add(
            "UPDATE sent_forms SET made = ? WHERE mark = ?",
            [made.into().into(), form.mark().into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Forgets the forms that were sent more than a day ago; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = Sql::new(&txn)
        .add(
            "DELETE FROM sent_forms WHERE sent_at <= ?",
            [now.plus_days(-KEPT_DAYS).into()],
        )
        .execute(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept)
}
