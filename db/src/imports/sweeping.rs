//! What is kept of an import, and how long: its list for a day, what its undo needs for 30 days.
use crate::{
    Db, Error,
    base::{
        entities::import::{self, Column},
        sql::Sql,
    },
};
use domain::{
    ids::ImportId,
    imports::stored::{ImportState, KEPT_HOURS, UNDO_DAYS},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::ExprTrait,
};

/// For so many hours an import waits for its bytes.
const RECEIVED_HOURS: i64 = 1;

/// How many imports are swept at a time.
const AT_ONCE: u64 = 100;

/// Deletes what is older than it is kept; returns how many imports. One that was not applied is
/// deleted after a day, one that never arrived after an hour. Of one that was applied the cells are
/// deleted after a day, and the rest after 30 days, when it can no longer be undone.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let day_ago = now.plus_seconds(-KEPT_HOURS * 3600);
    let not_applied = [
        ImportState::Receiving,
        ImportState::Reading,
        ImportState::Refused,
        ImportState::Checking,
        ImportState::Checked,
    ];
    let old = Condition::any()
        .add(
            Column::State
                .eq(ImportState::Receiving)
                .and(Column::CreatedAt.lte(now.plus_seconds(-RECEIVED_HOURS * 3600))),
        )
        .add(
            Column::State
                .is_in(not_applied)
                .and(Column::CreatedAt.lte(day_ago)),
        )
        .add(Column::FinishedAt.lte(now.plus_days(-UNDO_DAYS)));
    let deleted = each(db, old, "DELETE FROM imports WHERE id IN ").await?;
    let read = Condition::all()
        .add(Column::FinishedAt.lte(day_ago))
        .add(Column::Cleared.eq(false));
    let cleared = clear(db, read).await?;
    Ok(deleted + cleared)
}

/// Runs the statement for all these imports, some at a time.
async fn each(db: &Db, which: Condition, statement: &str) -> Result<u64, Error> {
    let mut number = 0;
    loop {
        let found = some(db, which.clone()).await?;
        if found.is_empty() {
            return Ok(number);
        }
        let txn = db.write().await?;
        number += Sql::new(&txn)
            .text(statement)
            .ids(&found)
            .execute(&txn)
            .await?;
        txn.commit_quietly().await?;
    }
}

async fn some(db: &Db, which: Condition) -> Result<Vec<ImportId>, Error> {
    Ok(import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(which)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.read())
        .await?)
}

/// Deletes the cells and the headings; counts, verdicts and what was changed stay.
async fn clear(db: &Db, which: Condition) -> Result<u64, Error> {
    let mut number = 0;
    loop {
        let found = some(db, which.clone()).await?;
        if found.is_empty() {
            return Ok(number);
        }
        let txn = db.write().await?;
        Sql::new(&txn)
            .text("UPDATE import_rows SET cells = NULL WHERE import_id IN ")
            .ids(&found)
            .execute(&txn)
            .await?;
        Sql::new(&txn)
            .text("DELETE FROM import_parts WHERE import_id IN ")
            .ids(&found)
            .execute(&txn)
            .await?;
        number += Sql::new(&txn)
            .text("UPDATE imports SET cleared = TRUE, list = NULL, reading = NULL WHERE id IN ")
            .ids(&found)
            .execute(&txn)
            .await?;
        txn.commit_quietly().await?;
    }
}
