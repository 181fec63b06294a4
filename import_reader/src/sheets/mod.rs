//! Workbooks: from the bytes of a file to the records of one sheet, under caps that hold while it is read. What a
//! file says of its own size is not believed.
mod cells;
mod escapes;
mod numbers;
mod ods;
mod workbook;
mod xlsx;
mod xml;

use cells::Caps;
use domain::imports::{
    Record, heading_row,
    headings::meaning,
    problems::{FileFormat, ListRefusal},
    stored::ImportKind,
};
use std::io::Cursor;
use zip::ZipArchive;

/// The most entries of an archive.
const MAX_ENTRIES: usize = 2_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A sheet of a workbook, without its blank rows.
#[derive(Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub records: Vec<Record>,
    /// The numbers of those that are hidden, from 1.
    pub hidden: Vec<usize>,
}

/// Why reading stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    TooLarge,
    Damaged,
}

/// What is read of a workbook.
#[derive(Debug, Default)]
pub struct Book {
    pub chosen: Sheet,
    /// Of all sheets that are not blank, in their order.
    pub names: Vec<String>,
}

/// Reads the sheet with this name, or the one that is most like a list of this kind.
///
/// # Errors
/// The workbook is damaged or exceeds the caps.
pub fn read(
    bytes: &[u8],
    format: FileFormat,
    name: Option<&str>,
    kind: ImportKind,
) -> Result<Book, ListRefusal> {
    let mut sheets = all(bytes, format).map_err(|stop| match stop {
        Stop::TooLarge => ListRefusal::WorkbookTooLarge,
        Stop::Damaged => ListRefusal::WorkbookDamaged,
    })?;
    sheets.retain(|sheet| !sheet.records.is_empty());
    let names = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let by_name = name.and_then(|name| sheets.iter().position(|sheet| sheet.name == name));
    let best = || {
        let scored = sheets.iter().enumerate().rev();
        let best = scored.max_by_key(|(_, sheet)| quality(sheet, kind));
        best.map(|(place, _)| place)
    };
    let place = by_name.or_else(best);
    let chosen = place.map(|place| sheets.swap_remove(place));
    Ok(Book {
        chosen: chosen.unwrap_or_default(),
        names,
    })
}

fn all(bytes: &[u8], format: FileFormat) -> Result<Vec<Sheet>, Stop> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Stop::Damaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(Stop::TooLarge);
    }
    let mut caps = Caps::default();
    match format {
        FileFormat::Ods => ods::read(&mut archive, &mut caps),
        _ => xlsx::read(&mut archive, &mut caps),
    }
}

/// Columns that such a list uses first, then a name that says so, known headings, and rows.
fn quality(sheet: &Sheet, kind: ImportKind) -> (usize, bool, usize, usize) {
    let headings =
        heading_row::find(kind, &sheet.records).and_then(|place| sheet.records.get(place));
    let cells = headings.map_or(&[][..], |row| &row.cells);
    let known: Vec<_> = cells
        .iter()
        .filter_map(|cell| meaning(kind, cell))
        .collect();
    let useful = known.iter().filter(|one| one.is_of(kind)).count();
    let is_named = meaning(kind, &sheet.name).is_some_and(|one| one.is_of(kind));
    (useful, is_named, known.len(), sheet.records.len())
}
