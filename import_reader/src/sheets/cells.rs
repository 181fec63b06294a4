//! The cells of sheets while they are read, and what they may take.
use super::{Sheet, Stop};
use domain::imports::{Record, cells};
use std::ops::RangeInclusive;

const MAX_ROWS: usize = 200_000;
/// Ranges of merged cells.
const MAX_MERGES: usize = 200_000;
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

/// Rows and column of cells that are one.
pub type Merge = (RangeInclusive<usize>, usize);

/// The merged cells of a sheet.
#[derive(Debug, Default)]
pub struct Merges {
    pub all: Vec<Merge>,
}

impl Merges {
    pub fn add(&mut self, merge: Option<Merge>) -> Result<(), Stop> {
        if self.all.len() >= MAX_MERGES {
            return Err(Stop::TooLarge);
        }
        self.all.extend(merge);
        Ok(())
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

impl Sheet {
    /// Adds a cell of a row, counted from 1, at a column, counted from 0. Blank cells need no place.
    pub(super) fn add(
        &mut self,
        row: usize,
        column: usize,
        text: &str,
        caps: &mut Caps,
    ) -> Result<(), Stop> {
        if cells::is_blank(text) {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(Stop::TooLarge);
        }
        caps.keep(text)?;
        if self.records.last().is_none_or(|last| last.line != row) {
            if self.records.len() >= MAX_ROWS {
                return Err(Stop::TooLarge);
            }
            let cells = Vec::new();
            self.records.push(Record { line: row, cells });
        }
        let Some(record) = self.records.last_mut() else {
            return Ok(());
        };
        while record.cells.len() <= column {
            record.cells.push(String::new());
            caps.keep("")?;
        }
        if let Some(cell) = record.cells.get_mut(column) {
            text.clone_into(cell);
        }
        Ok(())
    }

    /// Copies the cell of the first of these rows to those of the others that are blank: cells that are merged are one,
    /// but only the first has its text. Rows without a cell stay blank.
    pub(super) fn spread(
        &mut self,
        rows: RangeInclusive<usize>,
        column: usize,
        caps: &mut Caps,
    ) -> Result<(), Stop> {
        let start = self.records.partition_point(|row| row.line < *rows.start());
        let Some(first) = self
            .records
            .get(start)
            .filter(|row| row.line == *rows.start())
        else {
            return Ok(());
        };
        let text = first.cell(column).to_owned();
        if cells::is_blank(&text) {
            return Ok(());
        }
        for record in self.records.iter_mut().skip(start + 1) {
            if record.line > *rows.end() {
                break;
            }
            caps.keep(&text)?;
            while record.cells.len() <= column {
                record.cells.push(String::new());
                caps.keep("")?;
            }
            if let Some(cell) = record
                .cells
                .get_mut(column)
                .filter(|cell| cells::is_blank(cell))
            {
                text.clone_into(cell);
            }
        }
        Ok(())
    }
}
