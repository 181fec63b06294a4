//! The rows of an import that were left out, as a list that can be corrected and given back.
use crate::downloads::{
    csv_writer::CsvWriter,
    list_file::{body, unwritten},
    list_writer::ListWriter,
};
use app::server::{Gate, Refusal};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use db::imports::LeftOutRow;
use domain::{exports::Encoding, ids::ImportId};
use futures::stream;

/// The list's own columns, in its order and with its separator, then these.
const ADDED: [&str; 2] = ["Line", "Reason"];

/// Returns the file, read from the database while the client receives it.
pub async fn left_out(gate: Gate, Path(import): Path<ImportId>) -> Result<Response, Refusal> {
    let cx = gate.authorize_import(import).await?;
    let db = cx.db().clone();
    let view = db::imports::get(&db, import, db::now()).await?;
    let separator = view.separator.and_then(|one| u8::try_from(one).ok());
    let headings = db::imports::headings(&db, import).await?;
    let width = headings.len();
    let mut writer = CsvWriter::new(separator.unwrap_or(b','), Encoding::Utf8);
    let head = headings.into_iter().chain(ADDED.map(str::to_owned));
    writer.row(&head.collect::<Vec<_>>()).map_err(unwritten)?;
    let pages = stream::try_unfold(0, move |after| {
        let db = db.clone();
        async move {
            let page = db::imports::left_out(&db, import, after).await?;
            let last = page.last().map(|row| row.place);
            Ok(last.map(|last| (page, last)))
        }
    });
    let writer = ListWriter::Csv(Box::new(writer));
    let body = body(writer, pages, move |row| cells(row, width)).await?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let attached = "attachment; filename=\"left-out.csv\"";
    Ok(([kind, (header::CONTENT_DISPOSITION, attached)], body).into_response())
}

/// A row that is too short would put its reason into a column of the list.
fn cells(row: LeftOutRow, width: usize) -> Vec<String> {
    let mut cells = row.cells;
    cells.resize(width, String::new());
    cells.extend([row.line.to_string(), row.reason]);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_row_keeps_its_reason_in_the_last_column() {
        let row = |cells: &[&str]| LeftOutRow {
            place: 1,
            line: 7,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            reason: "A name is required.".into(),
        };
        let mut writer = CsvWriter::new(b';', Encoding::Utf8);
        for row in [row(&["=1+1"]), row(&["a;b", "", "c"])] {
            writer.row(&cells(row, 3)).unwrap();
        }
        let text = String::from_utf8(writer.take()).unwrap();
        assert_eq!(
            text,
            "\u{feff}'=1+1;;;7;A name is required.\n\"a;b\";;c;7;A name is required.\n"
        );
    }
}
