//! The end of what an import does: all rows are applied, or someone stopped it.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, entities::import, secrets::Secrets, sql::Sql},
    imports::{
        sealing::{Problem, seal_all},
        states::{lock, release, save_and_commit},
    },
};
use domain::{
    activity::{Activity, ImportResult},
    field_error::FieldCode,
    ids::ImportId,
    imports::{
        problems::RowProblem,
        stored::{ImportState, RowVerdict},
    },
};
use sea_orm::{ActiveValue::Set, FromQueryResult};

/// Stops an import after its current step. What was done stays, and can be undone; the other rows
/// are left out. One that is not being applied stays as it is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn cancel(db: &Db, audit: &AuditContext, import: ImportId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if row.state != ImportState::Running {
        return Ok(());
    }
    stop(db, txn, audit, row, RowProblem::Cancelled).await
}

/// Ends an import whose other rows cannot be applied.
pub(super) async fn stop(
    db: &Db,
    txn: Txn,
    audit: &AuditContext,
    mut row: import::Model,
    why: RowProblem,
) -> Result<(), Error> {
    leave_out_rest(&txn, db.secrets(), &row, why).await?;
    recount(&txn, &mut row).await?;
    let cancelled = Activity::ImportCancelled {
        result: result(db.secrets(), &row)?,
    };
    log(&txn, audit, &row, cancelled).await?;
    let mut row: import::ActiveModel = counted(row);
    row.state = Set(ImportState::Cancelled);
    row.finished_at = Set(Some(audit.at));
    release(&mut row);
    save_and_commit(txn, row).await
}

async fn leave_out_rest(
    txn: &Txn,
    secrets: &Secrets,
    row: &import::Model,
    why: RowProblem,
) -> Result<(), Error> {
    let problems = seal_all(secrets, &[Problem::of_row(FieldCode::Row(why))])?;
    Sql::new(txn)
        .add(
            "UPDATE import_rows SET verdict = ?, problems = ? WHERE import_id = ? AND place > ? \
             AND verdict IN ('added', 'updated')",
            [
                RowVerdict::LeftOut.into(),
                problems.into(),
                row.id.into(),
                row.reached.into(),
            ],
        )
        .execute(txn)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Counted {
    verdict: RowVerdict,
    number: i64,
}

async fn recount(txn: &Txn, row: &mut import::Model) -> Result<(), Error> {
    let counted: Vec<Counted> = Sql::new(txn)
        .add(
            "SELECT r.verdict, count(*) AS number FROM import_rows r WHERE r.import_id = ? \
             AND r.verdict IS NOT NULL GROUP BY r.verdict",
            [row.id.into()],
        )
        .all(txn)
        .await?;
    let number = |verdict| {
        let found = counted.iter().find(|one| one.verdict == verdict);
        found.map_or(0, |one| one.number)
    };
    row.added = number(RowVerdict::Added);
    row.updated = number(RowVerdict::Updated);
    row.unchanged = number(RowVerdict::Unchanged);
    row.left_out = number(RowVerdict::LeftOut);
    Ok(())
}

/// Returns the row to be saved with its counts.
pub(super) fn counted(row: import::Model) -> import::ActiveModel {
    let counts = [row.added, row.updated, row.unchanged, row.left_out];
    let mut saved: import::ActiveModel = row.into();
    let [added, updated, unchanged, left_out] = counts;
    saved.added = Set(added);
    saved.updated = Set(updated);
    saved.unchanged = Set(unchanged);
    saved.left_out = Set(left_out);
    saved
}

/// Returns what the activity says of an import.
pub(in crate::imports) fn result(
    secrets: &Secrets,
    row: &import::Model,
) -> Result<ImportResult, Error> {
    Ok(ImportResult {
        kind: row.kind,
        file: row.name_of_file(secrets)?,
        added: row.added,
        updated: row.updated,
        left_out: row.left_out,
    })
}

pub(super) async fn log(
    txn: &Txn,
    audit: &AuditContext,
    row: &import::Model,
    activity: Activity,
) -> Result<(), Error> {
    let subject = match row.group_id {
        Some(group) => ActivitySubject::group(group),
        None => ActivitySubject::NONE,
    };
    subject.log(txn, audit, activity).await
}
