//! Workbooks: from the bytes of a file to the records of its best sheet, under caps that hold while it is read. What a
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
}

/// Why reading stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    TooLarge,
    Damaged,
}

/// Returns the sheet that is most like a list, and the names of the others.
///
/// # Errors
/// The workbook is damaged or exceeds the caps.
pub fn best(bytes: &[u8], format: FileFormat) -> Result<(Sheet, Vec<String>), ListRefusal> {
    let sheets = read(bytes, format).map_err(|stop| match stop {
        Stop::TooLarge => ListRefusal::WorkbookTooLarge,
        Stop::Damaged => ListRefusal::WorkbookDamaged,
    })?;
    let best = sheets
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, sheet)| quality(sheet));
    let place = best.map(|(place, _)| place);
    let (mut chosen, mut others) = (Sheet::default(), Vec::new());
    for (at, sheet) in sheets.into_iter().enumerate() {
        if Some(at) == place {
            chosen = sheet;
        } else if !sheet.records.is_empty() {
            others.push(sheet.name);
        }
    }
    Ok((chosen, others))
}

fn read(bytes: &[u8], format: FileFormat) -> Result<Vec<Sheet>, Stop> {
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

/// Known headings first, then rows.
fn quality(sheet: &Sheet) -> (usize, usize) {
    let headings = heading_row::find(&sheet.records).and_then(|place| sheet.records.get(place));
    let known = headings.map_or(0, |row| {
        row.cells
            .iter()
            .filter(|cell| meaning(cell).is_some())
            .count()
    });
    (known, sheet.records.len())
}
