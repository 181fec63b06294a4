//! The rows that were left out, as a file that can be corrected and given back.
use super::{pages::opened, planning::OpenRow, sealing::StoredList, states::find};
use crate::{Db, Error, base::entities::import_row};
use domain::{
    ids::ImportId,
    imports::{columns::Column, stored::RowVerdict},
    messages::fields,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Rows per page of the file.
const FILE_PAGE: u64 = 1_000;

/// A row that was left out, in the list's own columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutRow {
    pub place: i64,
    pub line: i64,
    /// Passwords are not among them: their cells are empty.
    pub cells: Vec<String>,
    /// Sentences.
    pub reason: String,
}

/// Returns the headings of the list; of a column without one the label of its field, or nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn headings(db: &Db, import: ImportId) -> Result<Vec<String>, Error> {
    let list = find(db.read(), import).await?.stored_list(db.secrets())?;
    let heading = |column: &Column| match column.heading.as_str() {
        "" => column
            .usage
            .map_or_else(|_| String::new(), |field| field.label().to_owned()),
        heading => heading.to_owned(),
    };
    Ok(list.columns.0.iter().map(heading).collect())
}

/// Returns the next thousand rows left out, with a place above `after`. A shorter result is the last.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn left_out(db: &Db, import: ImportId, after: i64) -> Result<Vec<LeftOutRow>, Error> {
    let list = find(db.read(), import).await?.stored_list(db.secrets())?;
    let rows = import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import))
        .filter(import_row::Column::Verdict.eq(RowVerdict::LeftOut))
        .filter(import_row::Column::Place.gt(after))
        .order_by_asc(import_row::Column::Place)
        .limit(FILE_PAGE)
        .all(db.read())
        .await?;
    rows.iter()
        .map(|row| Ok(left_out_row(&list, opened(db.secrets(), row)?)))
        .collect()
}

fn left_out_row(list: &StoredList, row: OpenRow) -> LeftOutRow {
    let width = list.columns.0.len().max(row.record.cells.len());
    let cell = |place: usize| match list.columns.0.get(place) {
        Some(column) if column.is_secret() => String::new(),
        _ => row.record.cell(place).to_owned(),
    };
    let reasons = row
        .problems
        .iter()
        .map(|problem| fields::sentence(&problem.code));
    LeftOutRow {
        place: row.place,
        line: i64::try_from(row.record.line).unwrap_or(i64::MAX),
        cells: (0..width).map(cell).collect(),
        reason: reasons.collect::<Vec<_>>().join(" "),
    }
}
