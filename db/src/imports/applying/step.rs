//! One step of an import.
use super::{
    ending::{counted, log, result, stop},
    group_courses, groups,
    passwords::{forget_passwords, hash_next},
    users,
    work::{PROCESS, Work},
};
use crate::{
    Db, Error, Txn,
    base::entities::{import, import_row},
    imports::{
        leases::is_held,
        pace::{GROUPS, HASHED, LEASE, PAGE},
        pages::{self, Verdict, opened_all},
        planning::{OpenRow, Planner, Seen, lock_found, repeated},
        states::{find, lock, release, save_and_commit},
        undoing,
    },
};
use domain::{
    activity::Activity,
    ids::ImportId,
    imports::{
        columns::Field,
        problems::RowProblem,
        stored::{ImportKind, ImportState, RowVerdict},
    },
    time::Timestamp,
};
use sea_orm::ActiveValue::Set;

/// The result of one [`step()`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    More,
    Finished,
    /// Another process holds the lease.
    Elsewhere,
}

/// How often a step is tried whose names someone else took at the same moment.
const TRIES: usize = 3;

/// Applies, or takes back, the next rows in one transaction: what was decided by the check is decided
/// again, so that a login taken meanwhile leaves out its row only. Passwords are hashed before. Extends
/// the lease of this process by 3 seconds.
///
/// # Errors
/// [`Error::NotFound`]. If the database failed, nothing of the step happened, and it can be tried again.
pub async fn step(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportStep, Error> {
    for _ in 1..TRIES {
        match try_step(db, import, now).await {
            Err(Error::Taken(_)) => {}
            stepped => return stepped,
        }
    }
    try_step(db, import, now).await
}

async fn try_step(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportStep, Error> {
    let row = find(db.read(), import).await?;
    match row.state {
        ImportState::Undoing => return undo_step(db, row, now).await,
        ImportState::Running => {}
        _ => return Ok(ImportStep::Finished),
    }
    if is_held(&row, *PROCESS, now) {
        return Ok(ImportStep::Elsewhere);
    }
    let planner = match Planner::of(db, &row).await {
        // The group was moved to the trash.
        Err(Error::NotFound) => None,
        planner => Some(planner?),
    };
    let Some(planner) = planner.filter(|one| one.importer.may(row.kind.required_action())) else {
        return give_up(db, import, now).await;
    };
    let work = Work {
        hashes: hash_next(db, &planner, &row).await?,
        most: most(&planner),
        planner,
        now,
    };
    apply(db, &work, row.id, row.reached).await
}

fn most(planner: &Planner) -> i64 {
    match planner.kind {
        ImportKind::Groups | ImportKind::GroupCourses => GROUPS,
        _ if planner.columns().has(Field::Password) => HASHED,
        _ => PAGE,
    }
}

/// Ends an import whose importer lost the right for it, or whose group is gone.
async fn give_up(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportStep, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if row.state == ImportState::Running {
        let audit = crate::AuditContext::system(now);
        stop(db, txn, &audit, row, RowProblem::NotAllowed).await?;
    }
    Ok(ImportStep::Finished)
}

async fn apply(db: &Db, work: &Work, import: ImportId, reached: i64) -> Result<ImportStep, Error> {
    let txn = db.write().await?;
    let mut row = lock(&txn, import).await?;
    if row.state != ImportState::Running {
        return Ok(ImportStep::Finished);
    }
    if is_held(&row, *PROCESS, work.now) {
        return Ok(ImportStep::Elsewhere);
    }
    if row.reached != reached {
        return Ok(ImportStep::More);
    }
    let stored = pages::next(&txn, import, reached, work.most).await?;
    let rows = opened_all(db.secrets(), &stored)?;
    let verdicts = apply_rows(db, &txn, work, &row, &rows).await?;
    recount(&mut row, &stored, &verdicts);
    pages::write(&txn, import, &verdicts).await?;
    forget_passwords(db, &txn, work, &stored).await?;
    let is_last = (stored.len() as u64) < work.most.cast_unsigned();
    if is_last {
        let finished = Activity::ImportFinished {
            result: result(db.secrets(), &row)?,
        };
        log(&txn, &work.planner.importer.audit(work.now), &row, finished).await?;
    }
    let last = stored.last().map_or(reached, |row| row.place);
    save(
        txn,
        row,
        last,
        is_last.then_some(ImportState::Done),
        work.now,
    )
    .await?;
    Ok(if is_last {
        ImportStep::Finished
    } else {
        ImportStep::More
    })
}

/// Saves how far the import is.
async fn save(
    txn: Txn,
    row: import::Model,
    reached: i64,
    end: Option<ImportState>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut row = counted(row);
    row.reached = Set(reached);
    row.processed = Set(reached);
    row.runner = Set(PROCESS.0);
    row.leased_until = Set(now.plus_seconds(LEASE));
    if let Some(end) = end {
        row.state = Set(end);
        row.finished_at = Set(Some(now));
        release(&mut row);
    }
    save_and_commit(txn, row).await
}

/// Plans the rows as things are now, and does what the plans say.
async fn apply_rows(
    db: &Db,
    txn: &Txn,
    work: &Work,
    import: &import::Model,
    rows: &[OpenRow],
) -> Result<Vec<Verdict>, Error> {
    let planner = &work.planner;
    if planner.kind == ImportKind::Users {
        crate::base::locks::lock_branches(txn).await?;
        lock_found(planner, txn, rows).await?;
    }
    let mut seen = Seen::default();
    let mut plans = crate::imports::checking::planned(planner, txn, rows, &mut seen).await?;
    for (row, plan) in rows.iter().zip(&mut plans) {
        let code = repeated(planner.kind);
        // The check has seen the whole list.
        if row.problems.iter().any(|problem| problem.code == code) {
            plan.refuse(code);
        }
    }
    match planner.kind {
        ImportKind::Users => users::apply(db, txn, work, import, rows, plans).await,
        ImportKind::Groups => groups::apply(db, txn, work, import, rows, plans).await,
        ImportKind::GroupCourses => group_courses::apply(db, txn, work, import, rows, plans).await,
        ImportKind::Members => Err(Error::InvalidData("imports.kind")),
    }
}

/// Keeps the counts those of the stored verdicts.
fn recount(row: &mut import::Model, before: &[import_row::Model], after: &[Verdict]) {
    let mut add = |verdict: RowVerdict, number| {
        *match verdict {
            RowVerdict::Added => &mut row.added,
            RowVerdict::Updated => &mut row.updated,
            RowVerdict::Unchanged => &mut row.unchanged,
            RowVerdict::LeftOut => &mut row.left_out,
        } += number;
    };
    for verdict in before.iter().filter_map(|row| row.verdict) {
        add(verdict, -1);
    }
    for row in after {
        add(row.verdict, 1);
    }
}

async fn undo_step(db: &Db, row: import::Model, now: Timestamp) -> Result<ImportStep, Error> {
    Ok(match undoing::step(db, row.id, *PROCESS, now).await? {
        undoing::Step::More => ImportStep::More,
        undoing::Step::Finished => ImportStep::Finished,
        undoing::Step::Elsewhere => ImportStep::Elsewhere,
    })
}
