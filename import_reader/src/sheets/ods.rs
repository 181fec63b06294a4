//! OpenDocument spreadsheets. Repeated rows and cells are written out only where they are not blank, under the caps.
use super::{
    Archive, Sheet, Stop,
    cells::{Caps, Merges},
    xml::{self, add_text, attribute},
};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

pub fn read(archive: &mut Archive<'_>, caps: &mut Caps) -> Result<Vec<Sheet>, Stop> {
    let entry = xml::find(archive, "content.xml").ok_or(Stop::Damaged)?;
    let mut reading = Reading::default();
    xml::each(archive, entry, caps, |event, caps| match &event {
        Event::Start(element) => reading.start(element, caps),
        Event::End(element) => reading.end(element.local_name().as_ref(), caps),
        other if reading.paragraphs > 0 && reading.notes == 0 => {
            add_text(other, &mut reading.cell.text);
            Ok(())
        }
        _ => Ok(()),
    })?;
    Ok(reading.sheets)
}

#[derive(Default)]
struct Reading {
    sheets: Vec<Sheet>,
    /// The styles of tables that are not shown, and the style that is being read.
    hidden: HashSet<String>,
    style: String,
    is_hidden: bool,
    /// Rows and columns of merged cells with more than one row.
    merges: Merges,
    rows_spanned: usize,
    /// From 1.
    row: usize,
    row_repeats: usize,
    is_row_hidden: bool,
    /// The cells of the row that are not blank, with their columns, from 0.
    cells: Vec<(usize, String)>,
    column: usize,
    cell: Cell,
    /// How many are open.
    paragraphs: usize,
    notes: usize,
}

#[derive(Default)]
struct Cell {
    /// What the type of the cell says, if it is not text.
    value: Option<String>,
    text: String,
    repeats: usize,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>, caps: &mut Caps) -> Result<(), Stop> {
        match element.local_name().as_ref() {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                caps.keep(&self.style)?;
                self.hidden.insert(self.style.clone());
            }
            "table" => self.start_of_table(element, caps)?,
            "table-row" => {
                self.row_repeats = repeats(element, "number-rows-repeated");
                let visibility = attribute(element, "visibility");
                self.is_row_hidden = matches!(visibility.as_deref(), Some("collapse" | "filter"));
                self.column = 0;
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let (value, text) = (value(element), String::new());
                self.rows_spanned = repeats(element, "number-rows-spanned");
                self.cell = Cell {
                    value,
                    text,
                    repeats: repeats(element, "number-columns-repeated"),
                };
            }
            "annotation" => self.notes += 1,
            "p" | "h" if self.notes == 0 => {
                if !self.cell.text.is_empty() {
                    self.cell.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "s" | "tab" | "line-break" if self.notes == 0 && self.paragraphs > 0 => {
                self.cell.text.push(' ')
            }
            _ => {}
        }
        Ok(())
    }

    fn start_of_table(&mut self, element: &BytesStart<'_>, caps: &mut Caps) -> Result<(), Stop> {
        let style = attribute(element, "style-name");
        self.is_hidden = style.is_some_and(|style| self.hidden.contains(&style));
        let name = attribute(element, "name").unwrap_or_default();
        caps.keep(&name)?;
        self.sheets.push(Sheet {
            name,
            ..Sheet::default()
        });
        self.row = 0;
        Ok(())
    }

    fn end(&mut self, name: &str, caps: &mut Caps) -> Result<(), Stop> {
        match name {
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "p" | "h" if self.notes == 0 => self.paragraphs = self.paragraphs.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.end_of_cell(caps)?,
            "table-row" => self.end_of_row(caps)?,
            "table" => self.end_of_table(caps)?,
            _ => {}
        }
        Ok(())
    }

    fn end_of_cell(&mut self, caps: &mut Caps) -> Result<(), Stop> {
        let cell = std::mem::take(&mut self.cell);
        let text = cell
            .value
            .filter(|_| !is_number(&cell.text))
            .unwrap_or(cell.text);
        if !domain::imports::cells::is_blank(&text) {
            if self.rows_spanned > 1 {
                let first = self.row.saturating_add(1);
                let last = self.row.saturating_add(self.rows_spanned);
                self.merges.add(Some((first..=last, self.column)))?;
            }
            for place in 0..cell.repeats {
                caps.keep(&text)?;
                self.cells
                    .push((self.column.saturating_add(place), text.clone()));
            }
        }
        self.column = self.column.saturating_add(cell.repeats);
        Ok(())
    }

    fn end_of_table(&mut self, caps: &mut Caps) -> Result<(), Stop> {
        let merges = std::mem::take(&mut self.merges);
        if self.is_hidden {
            self.sheets.pop();
        } else if let Some(sheet) = self.sheets.last_mut() {
            for (rows, column) in merges.all {
                sheet.spread(rows, column, caps)?;
            }
        }
        Ok(())
    }

    fn end_of_row(&mut self, caps: &mut Caps) -> Result<(), Stop> {
        if let Some(sheet) = self.sheets.last_mut().filter(|_| !self.cells.is_empty()) {
            for repeat in 0..self.row_repeats {
                let row = self.row.saturating_add(repeat).saturating_add(1);
                for (column, text) in &self.cells {
                    sheet.add(row, *column, text, caps)?;
                }
                if self.is_row_hidden {
                    sheet.hidden.push(row);
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        Ok(())
    }
}

fn repeats(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name)
        .and_then(|number| number.parse().ok())
        .unwrap_or(1)
}

/// Returns the value of a cell that is no text: an ISO date, yes or no, a number without separators.
fn value(element: &BytesStart<'_>) -> Option<String> {
    match attribute(element, "value-type")?.as_str() {
        "date" => attribute(element, "date-value"),
        "boolean" => attribute(element, "boolean-value")
            .map(|value| if value == "true" { "yes" } else { "no" }.into()),
        "float" => attribute(element, "value"),
        _ => None,
    }
}

/// Whether a displayed number has only digits: `0042` is shown so on purpose.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
