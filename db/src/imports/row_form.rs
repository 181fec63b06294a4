//! A row to be corrected.
use super::{pages::opened, states::find};
use crate::{Db, Error, base::entities::import_row};
use domain::{
    ids::ImportId,
    imports::{
        columns::Column,
        views::{CellForm, ImportRowForm},
    },
};
use sea_orm::EntityTrait;

/// Returns a row as fields to be corrected, one for each column.
///
/// # Errors
/// [`Error::NotFound`], also once its cells are no longer kept.
pub async fn row(db: &Db, import: ImportId, place: i64) -> Result<ImportRowForm, Error> {
    let found = find(db.read(), import).await?;
    let row = import_row::Entity::find_by_id((import, place))
        .one(db.read())
        .await?
        .filter(|row| row.cells.is_some())
        .ok_or(Error::NotFound)?;
    let row = opened(db.secrets(), &row)?;
    let list = found.stored_list(db.secrets())?;
    let width = list.columns.0.len().max(row.record.cells.len());
    let cell = |place: usize| {
        let column = list.columns.0.get(place);
        let heading = column.map_or("", |column| &column.heading);
        let is_password = column.is_some_and(Column::is_secret);
        let value = if is_password {
            ""
        } else {
            row.record.cell(place)
        };
        CellForm {
            label: match heading {
                "" => (place + 1).to_string(),
                heading => heading.to_owned(),
            },
            value: value.to_owned(),
            is_password,
        }
    };
    Ok(ImportRowForm {
        place,
        line: i64::try_from(row.record.line).unwrap_or(i64::MAX),
        cells: (0..width).map(cell).collect(),
    })
}
