//! The rows of an import that were left out, as a list that can be corrected and given back.
use app::server::{Gate, Refusal};
use axum::{
    body::Body,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use db::imports::LeftOutRow;
use domain::{formulas, ids::ImportId};
use futures::{StreamExt, TryStreamExt, stream};

/// The list's own columns, in its order and with its separator, then these.
const ADDED: [&str; 2] = ["Line", "Reason"];

/// Returns the file, read from the database while the client receives it.
pub async fn left_out(gate: Gate, Path(import): Path<ImportId>) -> Result<Response, Refusal> {
    let cx = gate.authorize_import(import).await?;
    let db = cx.db().clone();
    let view = db::imports::get(&db, import, db::now()).await?;
    let separator = view.separator.and_then(|one| u8::try_from(one).ok());
    let separator = separator.unwrap_or(b',');
    let headings = db::imports::headings(&db, import).await?;
    let width = headings.len();
    let mut pages = Box::pin(stream::try_unfold(0, move |after| {
        let db = db.clone();
        async move {
            let page = db::imports::left_out(&db, import, after).await?;
            let last = page.last().map(|row| row.place);
            Ok::<_, db::Error>(last.map(|last| (page, last)))
        }
    }));
    // The first is read before the response begins, so that a database that fails still gets its status.
    let first = pages.try_next().await?.unwrap_or_default();
    let head = headings.into_iter().chain(ADDED.map(str::to_owned));
    let mark = "\u{feff}".as_bytes().to_vec();
    let start = [
        mark,
        line(separator, head.collect()),
        lines(separator, width, first),
    ]
    .concat();
    let rest = pages.map_ok(move |page| lines(separator, width, page));
    let body = Body::from_stream(stream::once(async { Ok(start) }).chain(rest));
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let attached = "attachment; filename=\"left-out.csv\"";
    Ok(([kind, (header::CONTENT_DISPOSITION, attached)], body).into_response())
}

fn lines(separator: u8, width: usize, rows: Vec<LeftOutRow>) -> Vec<u8> {
    let lines = rows.into_iter().flat_map(|row| {
        let mut cells = row.cells;
        // A row that is too short would put its reason into a column of the list.
        cells.resize(width, String::new());
        cells.extend([row.line.to_string(), row.reason]);
        line(separator, cells)
    });
    lines.collect()
}

fn line(separator: u8, cells: Vec<String>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new());
    // Cannot fail: the target is memory.
    let _ = writer.write_record(cells.iter().map(|cell| formulas::escape(cell)));
    writer.into_inner().unwrap_or_default()
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
        let text = String::from_utf8(lines(b';', 3, vec![row(&["=1+1"]), row(&["a;b", "", "c"])]));
        assert_eq!(
            text.unwrap(),
            "'=1+1;;;7;A name is required.\n\"a;b\";;c;7;A name is required.\n"
        );
    }
}
