//! The rows of a list that was read.
use super::{
    leases::{Worker, claim, renewing, still_mine},
    pace::PAGE,
    sealing::{StoredList, seal},
    states::{clear_counts, lock, release, restart, save_and_commit},
};
use crate::{
    Db, Error, Txn,
    base::{
        activity::ROWS_AT_ONCE,
        entities::{import, import_row},
        secrets::Secrets,
        sql::Sql,
    },
};
use domain::{
    ids::ImportId,
    imports::{
        problems::ListRefusal,
        stored::{ImportState, MAX_LINES, ReadList, ReadRow},
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// Keeps the rows of a list that was read, or why it cannot be. Columns that the importer chose
/// before keep their use if the headings are the same. Rows are written in several transactions,
/// between which others write; none of them counts before the last.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] if someone else has kept it in the meantime.
pub async fn store(
    db: &Db,
    import: ImportId,
    list: Result<ReadList, ListRefusal>,
) -> Result<(), Error> {
    let list = list.and_then(|list| match list.rows.len() {
        0 => Err(ListRefusal::Empty),
        found if found > MAX_LINES => Err(ListRefusal::TooManyRows { found }),
        _ => Ok(list),
    });
    // The reader's own lease does not matter any longer: its list is here.
    let worker = take_over(db, import).await?;
    renewing(db, import, worker, write(db, import, worker, list)).await
}

async fn write(
    db: &Db,
    import: ImportId,
    worker: Worker,
    list: Result<ReadList, ListRefusal>,
) -> Result<(), Error> {
    delete_rows(db, import, worker).await?;
    if let Ok(list) = &list {
        insert_rows(db, import, worker, &list.rows).await?;
    }
    let txn = db.write().await?;
    let row = still_mine(&txn, import, ImportState::Reading, worker).await?;
    let before = row.stored_list(db.secrets())?;
    let mut row: import::ActiveModel = row.into();
    clear_counts(&mut row);
    match list {
        Ok(list) => {
            let mut stored = StoredList::of(&list);
            keep_choices(&before, &mut stored);
            row.list = Set(Some(seal(db.secrets(), &stored)?));
            row.refusal = Set(None);
            row.row_count = Set(i64::try_from(list.rows.len()).unwrap_or(i64::MAX));
            restart(&mut row, ImportState::Checking);
        }
        Err(refusal) => {
            let refusal = serde_json::to_string(&refusal);
            row.refusal = Set(Some(refusal.map_err(|_| Error::InvalidData("imports"))?));
            row.row_count = Set(0);
            restart(&mut row, ImportState::Refused);
        }
    }
    save_and_commit(txn, row).await
}

/// Ends the lease of the reader, and claims the import to write its rows.
async fn take_over(db: &Db, import: ImportId) -> Result<Worker, Error> {
    let txn = db.write().await?;
    let row = lock(&txn, import).await?;
    if row.state == ImportState::Reading {
        let mut row: import::ActiveModel = row.into();
        release(&mut row);
        row.update(&txn).await?;
        txn.commit_quietly().await?;
    }
    let worker = Worker::new();
    claim(db, import, ImportState::Reading, worker).await?;
    Ok(worker)
}

/// Another encoding or separator changes the cells, not what the importer said about the columns.
fn keep_choices(before: &StoredList, now: &mut StoredList) {
    let headings = |list: &StoredList| -> Vec<String> {
        let columns = list.columns.0.iter();
        columns.map(|column| column.heading.clone()).collect()
    };
    if now.has_headings && before.has_headings && headings(before) == headings(now) {
        now.columns = before.columns.clone();
    }
}

/// Deletes the rows of an earlier reading.
async fn delete_rows(db: &Db, import: ImportId, worker: Worker) -> Result<(), Error> {
    loop {
        let txn = db.write().await?;
        still_mine(&txn, import, ImportState::Reading, worker).await?;
        let deleted = Sql::new(&txn)
            .add(
                "DELETE FROM import_rows WHERE import_id = ? AND place <= ? + \
                 (SELECT min(r.place) FROM import_rows r WHERE r.import_id = ?)",
                [import.into(), (10 * PAGE).into(), import.into()],
            )
            .execute(&txn)
            .await?;
        txn.commit_quietly().await?;
        if deleted == 0 {
            return Ok(());
        }
    }
}

async fn insert_rows(
    db: &Db,
    import: ImportId,
    worker: Worker,
    rows: &[ReadRow],
) -> Result<(), Error> {
    let mut place = 0;
    for some in rows.chunks(4 * ROWS_AT_ONCE) {
        let models: Vec<_> = some
            .iter()
            .map(|row| {
                place += 1;
                model(db.secrets(), import, place, row)
            })
            .collect::<Result<_, _>>()?;
        let txn = db.write().await?;
        still_mine(&txn, import, ImportState::Reading, worker).await?;
        for some in models.chunks(ROWS_AT_ONCE) {
            insert(&txn, some.to_vec()).await?;
        }
        txn.commit_quietly().await?;
    }
    Ok(())
}

async fn insert(txn: &Txn, rows: Vec<import_row::ActiveModel>) -> Result<(), Error> {
    import_row::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

fn model(
    secrets: &Secrets,
    import: ImportId,
    place: i64,
    row: &ReadRow,
) -> Result<import_row::ActiveModel, Error> {
    Ok(import_row::ActiveModel {
        import_id: Set(import),
        place: Set(place),
        line: Set(i64::try_from(row.record.line).unwrap_or(i64::MAX)),
        cells: Set(Some(seal(secrets, &row.record.cells)?)),
        open_quote: Set(row.has_open_quote),
        is_word: Set(row.is_word),
        verdict: Set(None),
        problems: Set(None),
        user_id: Set(None),
        target_id: Set(None),
        traces: Set(None),
    })
}
