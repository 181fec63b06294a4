//! Excel's format since 2007. Sheets are read cell by cell, never by the size that they claim.
use super::{
    Archive, Sheet, Stop,
    cells::{Caps, Merge, Merges},
    escapes,
    numbers::{self, Look},
    workbook::{self, Texts, Workbook},
    xml::{self, add_text, attribute},
};
use domain::imports::{Record, cells};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

pub fn read(archive: &mut Archive<'_>, caps: &mut Caps) -> Result<Vec<Sheet>, Stop> {
    let book = workbook::read(archive, caps)?;
    let mut sheets = Vec::new();
    for (name, path) in &book.sheets {
        // Charts have no cells.
        let entry = xml::find(archive, path).filter(|_| !path.contains("chartsheets/"));
        if let Some(entry) = entry {
            sheets.push(sheet(archive, entry, name, &book, caps)?);
        }
    }
    Ok(sheets)
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    /// From 1, as written or counted.
    row: usize,
    /// From 0.
    column: usize,
    kind: String,
    look: Look,
    value: String,
    is_value: bool,
    has_formula: bool,
    text: Texts,
}

/// Shown for a formula that was not calculated, as by Excel.
const NOT_CALCULATED: &str = "#CALC!";

fn sheet(
    archive: &mut Archive<'_>,
    entry: usize,
    name: &str,
    book: &Workbook,
    caps: &mut Caps,
) -> Result<Sheet, Stop> {
    let name = name.to_owned();
    let mut read = Sheet {
        name,
        ..Sheet::default()
    };
    let (mut cell, mut next_column, mut merges) = (Cell::default(), 0, Merges::default());
    xml::each(archive, entry, caps, |event, caps| {
        cell.text.take(&event);
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    cell.row = begin_row(element, cell.row, &mut read, caps)?;
                    next_column = 0;
                }
                "c" => {
                    cell = begin(element, cell.row, next_column, book);
                    next_column = cell.column + 1;
                }
                "v" => cell.is_value = true,
                "f" => cell.has_formula = true,
                "mergeCell" => {
                    merges.add(attribute(element, "ref").and_then(|place| merge(&place)))?
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "v" => cell.is_value = false,
                "c" => read.add(cell.row, cell.column, &cell.text(book)?, caps)?,
                _ => {}
            },
            other if cell.is_value => add_text(other, &mut cell.value),
            _ => {}
        }
        Ok(())
    })?;
    finish(&mut read, merges, caps)?;
    Ok(read)
}

/// Returns the number of a row, as written or counted.
fn begin_row(
    element: &BytesStart<'_>,
    before: usize,
    read: &mut Sheet,
    caps: &mut Caps,
) -> Result<usize, Stop> {
    let number = attribute(element, "r").and_then(|number| number.parse().ok());
    let row = number.unwrap_or(before + 1);
    if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
        caps.keep("")?;
        read.hidden.push(row);
    }
    Ok(row)
}

/// Takes away the rows without values, and copies what merged cells have.
fn finish(read: &mut Sheet, merges: Merges, caps: &mut Caps) -> Result<(), Stop> {
    // Formulas are often filled down below the last row.
    let is_empty = |record: &Record| {
        let mut cells = record.cells.iter().filter(|cell| !cells::is_blank(cell));
        cells.all(|cell| cell == NOT_CALCULATED)
    };
    read.records.retain(|record| !is_empty(record));
    let (hidden, records) = (&mut read.hidden, &read.records);
    hidden.retain(|row| {
        records
            .binary_search_by_key(row, |record| record.line)
            .is_ok()
    });
    for (rows, column) in merges.all {
        read.spread(rows, column, caps)?;
    }
    Ok(())
}

/// Rows and first column of merged cells: `B2:C4`.
fn merge(place: &str) -> Option<Merge> {
    let row = |place: &str| {
        place
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .parse()
            .ok()
    };
    let (first, last) = place.split_once(':')?;
    Some((row(first)?..=row(last)?, column(first)?))
}

fn begin(element: &BytesStart<'_>, row: usize, next_column: usize, book: &Workbook) -> Cell {
    let column = attribute(element, "r").and_then(|place| column(&place));
    let style = attribute(element, "s").and_then(|style| style.parse::<usize>().ok());
    Cell {
        row,
        column: column.unwrap_or(next_column),
        kind: attribute(element, "t").unwrap_or_default(),
        look: style
            .and_then(|style| book.looks.get(style))
            .cloned()
            .unwrap_or_default(),
        ..Cell::default()
    }
}

/// `AB12` is in column 27, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

impl Cell {
    fn text<'a>(&'a self, book: &'a Workbook) -> Result<Cow<'a, str>, Stop> {
        let value = self.value.trim();
        Ok(match self.kind.as_str() {
            "s" => {
                let string = value
                    .parse()
                    .ok()
                    .and_then(|place: usize| book.strings.get(place));
                string.ok_or(Stop::Damaged)?.into()
            }
            "inlineStr" => escapes::decode(self.text.text.clone()).into(),
            "b" => if value == "1" { "yes" } else { "no" }.into(),
            "str" => escapes::decode(self.value.clone()).into(),
            "e" | "d" => (&self.value).into(),
            _ if value.is_empty() && self.has_formula => NOT_CALCULATED.into(),
            _ => numbers::text(value, &self.look, book.is_1904).into(),
        })
    }
}
