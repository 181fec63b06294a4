//! One step of an undo.
use super::{
    done::{Done, Left},
    groups, users,
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{import, import_row},
        secrets::Secrets,
    },
    imports::{
        leases::{Worker, is_held},
        pace::{GROUPS, LEASE, PAGE},
        pages::{self, Verdict},
        sealing::{Problem, seal_all},
        states::lock,
        traces,
    },
};
use domain::{
    events::ChangeEvent,
    field_error::FieldCode,
    ids::ImportId,
    imports::stored::{ImportKind, ImportState, RowVerdict},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Takes back the rows before the last ones in one transaction; whether it is finished.
pub(in crate::imports) async fn step(
    db: &Db,
    import: ImportId,
    worker: Worker,
    now: Timestamp,
) -> Result<Step, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if row.state != ImportState::Undoing {
        return Ok(Step::Finished);
    }
    if is_held(&row, worker, now) {
        return Ok(Step::Elsewhere);
    }
    let most = match row.kind {
        ImportKind::Users | ImportKind::Members => PAGE,
        ImportKind::Groups | ImportKind::GroupCourses => GROUPS,
    };
    let rows = before(&txn, &row, most).await?;
    let reached = rows.last().map_or(0, |row| row.place);
    let is_last = (rows.len() as u64) < most.cast_unsigned();
    let done = applied(db.secrets(), rows)?;
    let audit = AuditContext::system(now);
    let left = match row.kind {
        ImportKind::Users => users::take_back(&txn, &audit, import, &done).await?,
        ImportKind::Groups => groups::take_back(&txn, &audit, &done).await?,
        ImportKind::GroupCourses => groups::remove_courses(&txn, &audit, &row, &done).await?,
        ImportKind::Members => Left::new(),
    };
    note(&txn, db.secrets(), import, &done, &left).await?;
    let total = row.row_count;
    let mut row: import::ActiveModel = row.into();
    row.reached = Set(reached);
    row.processed = Set(total + 1 - reached.max(1));
    row.runner = Set(worker.0);
    row.leased_until = Set(now.plus_seconds(LEASE));
    if is_last {
        row.state = Set(ImportState::Undone);
    }
    row.update(&txn).await?;
    txn.publish(ChangeEvent::Import(import));
    txn.commit().await?;
    Ok(if is_last { Step::Finished } else { Step::More })
}

/// The result of one [`step`].
pub(in crate::imports) enum Step {
    More,
    Finished,
    Elsewhere,
}

/// Returns the next rows, the last one first.
async fn before(
    txn: &Txn,
    import: &import::Model,
    most: i64,
) -> Result<Vec<import_row::Model>, Error> {
    Ok(import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import.id))
        .filter(import_row::Column::Place.lt(import.reached))
        .order_by_desc(import_row::Column::Place)
        .limit(most.cast_unsigned())
        .all(txn)
        .await?)
}

fn applied(secrets: &Secrets, rows: Vec<import_row::Model>) -> Result<Vec<Done>, Error> {
    let mut done = Vec::new();
    for row in rows {
        if let Some(sealed) = &row.traces {
            let traces = traces::open(secrets, sealed)?;
            done.push(Done { row, traces });
        }
    }
    Ok(done)
}

/// Notes at their rows what stays.
async fn note(
    txn: &Txn,
    secrets: &Secrets,
    import: ImportId,
    done: &[Done],
    left: &Left,
) -> Result<(), Error> {
    let mut verdicts = Vec::new();
    for Done { row, .. } in done {
        let Some(problem) = left.get(&row.place) else {
            continue;
        };
        let problem = Problem::of_row(FieldCode::Row(problem.clone()));
        verdicts.push(Verdict {
            place: row.place,
            verdict: row.verdict.unwrap_or(RowVerdict::Unchanged),
            problems: seal_all(secrets, &[problem])?,
            user: row.user_id.map(|user| user.0),
            target: row.target_id,
            traces: row.traces.clone(),
        });
    }
    pages::write(txn, import, &verdicts).await
}
