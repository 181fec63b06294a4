//! The verdict of every row, before anything is written.
use super::{
    leases::{Worker, claim, renewing, still_mine},
    pace::{LEASE, PAGE},
    pages::{self, Verdict, count, opened_all},
    planning::{OpenRow, Planner, RowPlan, Seen, plan},
    receiving::discard,
    states::{release, save_and_commit},
};
use crate::{Db, Error, base::entities::import, now};
use domain::{
    events::ChangeEvent,
    ids::ImportId,
    imports::{stored::ImportState, views::ImportCounts},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};

/// Gives every row its verdict, a thousand at a time, and counts them. What the list says is looked
/// up as it is now; repeated rows are found over the whole list.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] if there is nothing to check, someone else does it, or the
/// importer changed something meanwhile.
pub async fn check(db: &Db, import: ImportId) -> Result<(), Error> {
    let worker = Worker::new();
    let row = claim(db, import, ImportState::Checking, worker).await?;
    renewing(db, import, worker, check_rows(db, row, worker)).await
}

async fn check_rows(db: &Db, row: import::Model, worker: Worker) -> Result<(), Error> {
    let import = row.id;
    let planner = match Planner::of(db, &row).await {
        // Its group is in the trash: no one can open the import any longer.
        Err(Error::NotFound) => {
            discard(db, import).await?;
            return Err(Error::NotFound);
        }
        planner => planner?,
    };
    let (mut seen, mut counts) = (Seen::default(), ImportCounts::default());
    let mut reached = 0;
    loop {
        let rows = pages::next(db.read(), import, reached, PAGE).await?;
        let Some(last) = rows.last().map(|row| row.place) else {
            break;
        };
        let mut rows = opened_all(db.secrets(), &rows)?;
        // An earlier check may have had other choices.
        rows.iter_mut().for_each(|row| row.verdict = None);
        let plans = planned(&planner, db.read(), &rows, &mut seen).await?;
        count(&mut counts, &plans);
        let verdicts = rows.iter().zip(&plans);
        let verdicts: Vec<Verdict> = verdicts
            .map(|(row, plan)| Verdict::of(db.secrets(), row.place, plan))
            .collect::<Result<_, _>>()?;
        let txn = db.write().await?;
        let row = still_mine(&txn, import, ImportState::Checking, worker).await?;
        pages::write(&txn, import, &verdicts).await?;
        let mut row: import::ActiveModel = row.into();
        row.processed = Set(last);
        row.leased_until = Set(now().plus_seconds(LEASE));
        row.update(&txn).await?;
        txn.publish(ChangeEvent::Import(import));
        txn.commit().await?;
        reached = last;
    }
    finish(db, import, worker, counts).await
}

/// Plans the rows, as their order and the rows before allow.
pub(super) async fn planned(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
    seen: &mut Seen,
) -> Result<Vec<RowPlan>, Error> {
    let mut plans = plan(planner, conn, rows).await?;
    for plan in &mut plans {
        seen.check(planner.kind, plan);
    }
    seen.keep_a_super_admin(conn, planner.super_admin, &mut plans)
        .await?;
    Ok(plans)
}

async fn finish(
    db: &Db,
    import: ImportId,
    worker: Worker,
    counts: ImportCounts,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = still_mine(&txn, import, ImportState::Checking, worker).await?;
    let mut row: import::ActiveModel = row.into();
    row.state = Set(ImportState::Checked);
    row.added = Set(counts.added);
    row.updated = Set(counts.updated);
    row.unchanged = Set(counts.unchanged);
    row.left_out = Set(counts.left_out);
    release(&mut row);
    save_and_commit(txn, row).await
}
