//! An import as its pages show it.
use super::{
    pages::{next, opened_all},
    planning::{OpenRow, Planner},
    sealing::StoredList,
    states::find,
};
use crate::{
    Db, Error,
    base::entities::{
        group,
        import::{self, Column},
    },
};
use domain::{
    ids::{GroupId, ImportId, UserId},
    imports::{
        Record, cells,
        columns::{Column as ListColumn, Unused},
        notes::ListNote,
        problems::ListRefusal,
        stored::{ImportKind, ImportState, UNDO_DAYS},
        views::{ColumnView, ImportCounts, ImportView},
    },
    messages,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Values shown of a column, and the rows in which they are looked for.
const SAMPLES: usize = 3;
const SAMPLED_ROWS: i64 = 100;

/// What is shown instead of a password.
pub(super) const DOTS: &str = "••••••••";

/// Returns an import with its columns, choices and counts.
///
/// # Errors
/// [`Error::NotFound`], also if its group is in the trash.
pub async fn get(db: &Db, import: ImportId, now: Timestamp) -> Result<ImportView, Error> {
    let row = find(db.read(), import).await?;
    let mut view = view(db, &row, now).await?;
    if row.list.is_some() {
        let planner = Planner::of(db, &row).await?;
        let rows = next(db.read(), import, 0, SAMPLED_ROWS).await?;
        let rows = opened_all(db.secrets(), &rows)?;
        let records: Vec<&Record> = rows.iter().map(|row| &row.record).collect();
        let list = &planner.list;
        let columns = list.columns.0.iter().enumerate();
        let columns = columns.map(|(place, column)| column_view(place, column, &records));
        view.columns = columns.collect();
        view.notes = notes(row.kind, list, &rows);
    }
    Ok(view)
}

/// Returns the newest imports of a user into the portal or a group, at most `most`, without columns
/// and notes.
///
/// # Errors
/// The database failed.
pub async fn recent(
    db: &Db,
    actor: UserId,
    kind: ImportKind,
    group: Option<GroupId>,
    most: u64,
    now: Timestamp,
) -> Result<Vec<ImportView>, Error> {
    let into = match group {
        Some(group) => Column::GroupId.eq(group),
        None => Column::GroupId.is_null(),
    };
    let rows = import::Entity::find()
        .filter(Column::ActorId.eq(actor))
        .filter(Column::Kind.eq(kind))
        .filter(into)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(db.read())
        .await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(db, &row, now).await?);
    }
    Ok(views)
}

async fn view(db: &Db, row: &import::Model, now: Timestamp) -> Result<ImportView, Error> {
    let group = match row.group_id {
        Some(id) => group::Entity::find_by_id(id).one(db.read()).await?,
        None => None,
    };
    let list = row.stored_list(db.secrets())?;
    let refusal = row
        .refusal
        .as_deref()
        .map(serde_json::from_str::<ListRefusal>);
    let refusal = refusal
        .transpose()
        .map_err(|_| Error::InvalidData("imports.refusal"))?;
    let was_read = row.list.is_some();
    Ok(ImportView {
        id: row.id,
        kind: row.kind,
        group: group.map(|group| (group.id, group.name)),
        file_name: row.name_of_file(db.secrets())?,
        state: row.state,
        refusal: refusal.as_ref().map(messages::imports::refusal),
        encoding: was_read.then_some(list.encoding),
        separator: list.separator,
        sheet: list.sheet,
        sheets: list.sheets,
        notes: Vec::new(),
        columns: Vec::new(),
        choices: row.stored_choices()?,
        counts: counts(row),
        processed: processed(row),
        mass_action: row.mass_action_id,
        created_at: row.created_at,
        finished_at: row.finished_at,
        undoable: undoable(row, now),
    })
}

pub(super) const fn counts(row: &import::Model) -> ImportCounts {
    ImportCounts {
        rows: row.row_count,
        added: row.added,
        updated: row.updated,
        unchanged: row.unchanged,
        left_out: row.left_out,
    }
}

/// While the list is received or read, the row counts bytes.
const fn processed(row: &import::Model) -> i64 {
    match row.state {
        ImportState::Receiving | ImportState::Reading => 0,
        _ => row.processed,
    }
}

/// Whether what the import did can be taken back. Members are taken back by their mass action.
pub(super) fn undoable(row: &import::Model, now: Timestamp) -> bool {
    let was_applied = matches!(row.state, ImportState::Done | ImportState::Cancelled);
    let in_time = row
        .finished_at
        .is_some_and(|at| now < at.plus_days(UNDO_DAYS));
    was_applied && in_time && row.kind != ImportKind::Members && row.added + row.updated > 0
}

fn column_view(place: usize, column: &ListColumn, rows: &[&Record]) -> ColumnView {
    let cells = rows.iter().map(|row| row.cell(place));
    let cells = cells.filter(|cell| !cells::is_blank(cell)).take(SAMPLES);
    let shown = |cell: &str| {
        if column.is_secret() {
            DOTS.to_owned()
        } else {
            cell.chars().take(100).collect()
        }
    };
    ColumnView {
        heading: column.heading.clone(),
        samples: cells.map(shown).collect(),
        is_secret: column.is_secret(),
        field: column.usage.ok(),
        unused: column.usage.err().map(unused),
    }
}

fn unused(why: Unused) -> String {
    messages::imports::why_unused(why).to_owned()
}

/// What the reader said, and what is true of the columns as they are used now.
fn notes(kind: ImportKind, list: &StoredList, rows: &[OpenRow]) -> Vec<String> {
    let rows: Vec<Record> = rows.iter().map(|row| row.record.clone()).collect();
    let of_columns = list.columns.notes(kind, list.has_headings, &rows);
    let of_reader = list.notes.iter().filter(|note| !is_of_columns(note));
    let notes = of_reader.chain(of_columns.iter());
    notes.map(messages::imports::note).collect()
}

const fn is_of_columns(note: &ListNote) -> bool {
    matches!(
        note,
        ListNote::Used(_)
            | ListNote::UsedInOrder(_)
            | ListNote::Unclear
            | ListNote::Unused(_)
            | ListNote::Otherwise(_)
            | ListNote::FirstOf(..)
            | ListNote::Split { .. }
            | ListNote::SeveralTypes { .. }
            | ListNote::Missing(_)
    )
}
