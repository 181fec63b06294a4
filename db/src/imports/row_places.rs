//! Which rows of a result are on a page.
use crate::{
    Db, Error,
    base::{
        paging::{SeekRequest, rows_before},
        sql::Sql,
    },
};
use domain::{
    ids::ImportId,
    imports::stored::{ROWS_PER_PAGE, RowVerdict},
    page::{Cursor, Direction, Page},
};
use sea_orm::Value;

/// Where a row is: those left out come first, unless one verdict was asked for.
pub(super) type Position = (bool, i64);

/// Returns a page of the places of rows; a cursor that does not fit means the first.
pub(super) async fn page(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    cursor: Option<&Cursor>,
    total: i64,
) -> Result<Page<Position>, Error> {
    let mut ask = SeekRequest::read(cursor.map(|cursor| cursor.0.as_str()), position);
    let mut found = places(db, import, verdict, ask).await?;
    if found.is_empty() && ask.from.is_some() {
        ask = SeekRequest::FIRST;
        found = places(db, import, verdict, ask).await?;
    }
    Ok(paged(found, ask, total))
}

fn position(text: &str) -> Option<Position> {
    let (left_out, place) = text.split_once('-')?;
    Some((left_out == "0", place.parse().ok()?))
}

fn written((left_out, place): Position) -> String {
    format!("{}-{place}", if left_out { '0' } else { '1' })
}

/// Returns the places of one page and one more, in the requested direction.
async fn places(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    ask: SeekRequest<Position>,
) -> Result<Vec<Position>, Error> {
    let backward = ask.direction == Direction::Backward;
    let sections: &[bool] = match (verdict, backward) {
        (Some(RowVerdict::LeftOut), _) => &[true],
        (Some(_), _) => &[false],
        (None, false) => &[true, false],
        (None, true) => &[false, true],
    };
    let mut found = Vec::new();
    let mut from = ask.from;
    for &left_out in sections {
        // A section before the position has been passed.
        let passed = from.is_some_and(|(at, _)| at != left_out);
        if passed && sections.len() > 1 && sections[0] == left_out {
            continue;
        }
        let start = from
            .take()
            .filter(|(at, _)| *at == left_out)
            .map(|(_, place)| place);
        let most = ROWS_PER_PAGE + 1 - i64::try_from(found.len()).unwrap_or(0);
        let section = section(db, import, verdict, left_out, backward, start, most).await?;
        found.extend(section.into_iter().map(|place| (left_out, place)));
    }
    Ok(found)
}

async fn section(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    left_out: bool,
    backward: bool,
    from: Option<i64>,
    most: i64,
) -> Result<Vec<i64>, Error> {
    let sql = Sql::new(db.read()).add(
        "SELECT t.place FROM import_rows t WHERE t.import_id = ?",
        [import.into()],
    );
    let sql = match (verdict, left_out) {
        (Some(verdict), _) => sql.add(" AND t.verdict = ?", [verdict.into()]),
        (None, true) => sql.add(" AND t.verdict = ?", [RowVerdict::LeftOut.into()]),
        (None, false) => sql.add(
            " AND (t.verdict <> ? OR t.verdict IS NULL)",
            [RowVerdict::LeftOut.into()],
        ),
    };
    let (than, order) = if backward { ("<", " DESC") } else { (">", "") };
    let start: Value = from.unwrap_or_default().into();
    sql.when(from.is_some(), &format!(" AND t.place {than} ?"), [start])
        .add(&format!(" ORDER BY t.place{order} LIMIT ?"), [most.into()])
        .column(db.read())
        .await
}

/// Makes a page of at most [`ROWS_PER_PAGE`] rows found in the requested direction.
fn paged(mut found: Vec<Position>, ask: SeekRequest<Position>, total: i64) -> Page<Position> {
    let size = usize::try_from(ROWS_PER_PAGE).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    let backward = ask.direction == Direction::Backward;
    if backward {
        found.reverse();
    }
    let (earlier, later) = if backward {
        (more, ask.from.is_some())
    } else {
        (ask.from.is_some(), more)
    };
    let first = found.first().filter(|_| earlier);
    let last = found.last().filter(|_| later);
    Page {
        previous: first.map(|row| Cursor::before(written(*row))),
        next: last.map(|row| Cursor::after(written(*row))),
        before: rows_before((earlier, later), total, found.len()),
        rows: found,
        total,
        is_more: false,
    }
}
