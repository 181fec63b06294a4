//! The cells of sheets while they are read, and what they may take.
use super::{Sheet, Stop};
use domain::imports::{Record, cells};

const MAX_ROWS: usize = 200_000;
const MAX_COLUMNS: usize = 256;
/// As in Excel.
const MAX_CHARS: usize = 32_767;

/// What a workbook may still take.
#[derive(Debug)]
pub struct Caps {
    /// Unpacked bytes of all entries that are read.
    pub unpacked: u64,
    cells: usize,
    /// Bytes of all texts that are kept.
    text: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            unpacked: 512 << 20,
            cells: 2_000_000,
            text: 32 << 20,
        }
    }
}

impl Caps {
    /// Counts a text that is kept.
    pub fn keep(&mut self, text: &str) -> Result<(), Stop> {
        self.text = self.text.checked_sub(text.len()).ok_or(Stop::TooLarge)?;
        self.cells = self.cells.checked_sub(1).ok_or(Stop::TooLarge)?;
        if text.len() > MAX_CHARS && text.chars().count() > MAX_CHARS {
            return Err(Stop::TooLarge);
        }
        Ok(())
    }
}

/// A sheet that grows.
pub struct Rows<'a> {
    caps: &'a mut Caps,
    sheet: Sheet,
}

impl<'a> Rows<'a> {
    /// Goes on with a sheet.
    pub fn resume(sheet: Sheet, name: &str, caps: &'a mut Caps) -> Self {
        let name = name.to_owned();
        Self {
            caps,
            sheet: Sheet { name, ..sheet },
        }
    }

    /// Adds a cell of a row, counted from 1, at a column, counted from 0. Blank cells need no place.
    pub fn add(&mut self, row: usize, column: usize, text: &str) -> Result<(), Stop> {
        if cells::is_blank(text) {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(Stop::TooLarge);
        }
        self.caps.keep(text)?;
        let records = &mut self.sheet.records;
        if records.last().is_none_or(|last| last.line != row) {
            if records.len() >= MAX_ROWS {
                return Err(Stop::TooLarge);
            }
            records.push(Record {
                line: row,
                cells: Vec::new(),
            });
        }
        let cells = records.last_mut().map(|record| &mut record.cells);
        for cells in cells {
            while cells.len() <= column {
                cells.push(String::new());
                self.caps.keep("")?;
            }
            if let Some(cell) = cells.get_mut(column) {
                text.clone_into(cell);
            }
        }
        Ok(())
    }

    pub fn finish(self) -> Sheet {
        self.sheet
    }
}
