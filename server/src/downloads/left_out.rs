//! The rows of an import that were left out, as a list that can be corrected and given back.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
};
use app::server::{Gate, Refusal};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use db::imports::LeftOutRow;
use domain::{formulas, ids::ImportId};
use futures::stream;

/// The list's own columns, in its order and with its separator, then these.
const ADDED: [&str; 2] = ["Line", "Reason"];

/// Returns the file, read from the database while the client receives it.
pub async fn left_out(
    gate: Gate,
    Path(import): Path<ImportId>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize_import(import).await?;
    let db = cx.db().clone();
    let view = db::imports::get(&db, import, db::now()).await?;
    let headings = db::imports::headings(&db, import).await?;
    let width = headings.len();
    let head = headings.into_iter().chain(ADDED.map(str::to_owned));
    let pages = stream::try_unfold(0, move |after| {
        let db = db.clone();
        async move {
            let page = db::imports::left_out(&db, import, after).await?;
            let last = page.last().map(|row| row.place);
            Ok(last.map(|last| (page, last)))
        }
    });
    let file = ListFile::new(FileName::new("left-out"), "Left out", asked, &cx)
        .separated_by(view.separator.and_then(|one| u8::try_from(one).ok()));
    let cells = move |row| cells(row, width);
    file.send(&head.collect::<Vec<_>>(), pages, cells).await
}

/// A row that is too short would put its reason into a column of the list.
fn cells(row: LeftOutRow, width: usize) -> Vec<String> {
    // Cells are kept as they came, and the file escapes them again.
    let cells = row.cells.iter().map(|cell| formulas::unescape(cell));
    let mut cells: Vec<_> = cells.collect();
    cells.resize(width, String::new());
    cells.extend([row.line.to_string(), row.reason]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_row_keeps_its_reason_in_the_last_column() {
        let row = |list: &[&str]| LeftOutRow {
            place: 1,
            line: 7,
            cells: list.iter().map(|cell| (*cell).to_owned()).collect(),
            reason: "A name is required.".into(),
        };
        let reason = "A name is required.";
        assert_eq!(cells(row(&["a"]), 3), ["a", "", "", "7", reason]);
        assert_eq!(cells(row(&["a", "", "c"]), 3), ["a", "", "c", "7", reason]);
        let written = ["'-Ana", "O&#039;Neill", ""];
        assert_eq!(cells(row(&written), 3)[..2], ["-Ana", "O'Neill"]);
    }
}
