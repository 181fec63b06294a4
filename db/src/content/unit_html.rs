//! The HTML of units' texts: kept, so that a text is rendered once and not for each learner. It is a cache: losing it
//! loses nothing, and a text without it is rendered when it is read.
use crate::{Db, Error, base::sql::Sql};
use domain::{courses::UnitKind, ids::UnitId};
use sea_orm::FromQueryResult;

/// A text that no renderer of this version has rendered.
#[derive(Debug, FromQueryResult)]
pub struct StaleText {
    pub id: UnitId,
    pub content: String,
}

/// Returns the next text after this unit, by id, whose HTML is missing or older than `version`.
///
/// # Errors
/// The database failed.
pub async fn next_stale(db: &Db, version: i64, after: UnitId) -> Result<Option<StaleText>, Error> {
    let found: Vec<StaleText> = Sql::new(db.read())
        .add(
            "SELECT id, content FROM units WHERE id > ? AND kind = ? AND html_version < ? ORDER BY id LIMIT 1",
            [after.into(), UnitKind::Text.into(), version.into()],
        )
        .all(db.read())
        .await?;
    Ok(found.into_iter().next())
}

/// Keeps the HTML, unless the text has changed since or a newer renderer was faster.
///
/// # Errors
/// The database failed.
pub async fn store(
    db: &Db,
    unit: UnitId,
    content: &str,
    version: i64,
    html: &str,
) -> Result<(), Error> {
    let txn = db.write().await?;
    Sql::new(&txn)
        .add(
            "UPDATE units SET html = ?, html_version = ? WHERE id = ? AND html_version < ? AND content = ?",
            [
                html.into(),
                version.into(),
                unit.into(),
                version.into(),
                content.into(),
            ],
        )
        .execute(&txn)
        .await?;
    // What learners read is the same.
    txn.commit_quietly().await
}
