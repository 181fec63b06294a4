//! An XLSX workbook that is sent while it is written: nothing of it is kept, neither in memory nor in a file.
//!
//! Every cell is a text, so that no program reads a number, date, link or formula in it.
mod parts;
#[cfg(test)]
mod tests;
mod xml;

use domain::formulas;
use parts::{HEADING, SHEET_END, TEXT};
use std::{
    borrow::Cow,
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};
use xml::push_text;
use zip::{
    ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// Rows of a sheet, with its headings.
const MAX_ROWS: u32 = 1_048_576;
/// Bytes of a sheet: Excel does not read larger ones from a ZIP whose sizes are written behind its entries.
const MAX_BYTES: u64 = 2 << 30;
/// Characters of a cell, as UTF-16 counts them.
const MAX_CHARS: usize = 32_767;
/// The end of a cell that was too long.
const CUT: &str = " … (cut: a cell of a workbook has at most 32,767 characters)";

pub struct Workbook {
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
    name: &'static str,
    head: Vec<String>,
    sheets: u32,
    /// Of the sheet that is being written.
    rows: u32,
    bytes: u64,
    max_rows: u32,
}

impl Workbook {
    /// Begins a workbook whose first sheet has this name; further ones have a number, too.
    ///
    /// # Errors
    /// None that a target in memory has.
    pub fn new(name: &'static str, head: &[impl AsRef<str>]) -> io::Result<Self> {
        Self::with_rows(name, head, MAX_ROWS)
    }

    fn with_rows(name: &'static str, head: &[impl AsRef<str>], max_rows: u32) -> io::Result<Self> {
        let sink = Sink::default();
        let mut workbook = Self {
            zip: ZipWriter::new_stream(sink.clone()),
            sink,
            name,
            head: head.iter().map(|one| one.as_ref().to_owned()).collect(),
            sheets: 0,
            rows: 0,
            bytes: 0,
            max_rows,
        };
        workbook.begin_sheet()?;
        Ok(workbook)
    }

    /// Adds a row, on a further sheet if this one is full.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        if self.rows >= self.max_rows || self.bytes >= MAX_BYTES {
            self.write(SHEET_END)?;
            self.begin_sheet()?;
        }
        self.write_row(cells, TEXT)
    }

    /// Returns the bytes since the last call.
    pub fn take(&self) -> Vec<u8> {
        self.sink.take()
    }

    /// Ends the workbook; returns its last bytes.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.write(SHEET_END)?;
        for (path, content) in parts::others(self.name, self.sheets) {
            self.begin_entry(path)?;
            self.write(&content)?;
        }
        let Self { zip, sink, .. } = self;
        zip.finish()?;
        Ok(sink.take())
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        (self.rows, self.bytes) = (0, 0);
        self.begin_entry(&parts::sheet_path(self.sheets))?;
        self.write(&parts::sheet_start(self.sheets, self.head.len()))?;
        let head = mem::take(&mut self.head);
        let written = self.write_row(&head, HEADING);
        self.head = head;
        written
    }

    fn write_row(&mut self, cells: &[impl AsRef<str>], style: u8) -> io::Result<()> {
        self.rows += 1;
        let row = self.rows;
        let mut xml = format!("<row r=\"{row}\">");
        for (place, cell) in cells.iter().enumerate() {
            let cell = cell.as_ref();
            if cell.is_empty() {
                continue;
            }
            let column = column(place);
            xml.push_str(&format!(
                "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            ));
            push_text(&cut(&formulas::escape_in_workbook(cell)), &mut xml);
            xml.push_str("</t></is></c>");
        }
        xml.push_str("</row>");
        self.write(&xml)
    }

    fn begin_entry(&mut self, path: &str) -> io::Result<()> {
        Ok(self.zip.start_file(path, SimpleFileOptions::default())?)
    }

    fn write(&mut self, xml: &str) -> io::Result<()> {
        self.bytes += xml.len() as u64;
        self.zip.write_all(xml.as_bytes())
    }
}

/// Where the ZIP is written, shared with the one who takes its bytes.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Vec<u8> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sink.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the letters of a column, counted from 0: A, B ... Z, AA.
fn column(place: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), place + 1);
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Returns the text as a cell can have it. One that is too long says so at its end.
fn cut(text: &str) -> Cow<'_, str> {
    // UTF-16 never has more units than UTF-8 has bytes.
    if text.len() <= MAX_CHARS || text.encode_utf16().count() <= MAX_CHARS {
        return text.into();
    }
    let mut left = MAX_CHARS - CUT.encode_utf16().count();
    let fits = |c: &char| match left.checked_sub(c.len_utf16()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let start: String = text.chars().take_while(fits).collect();
    Cow::Owned(start + CUT)
}
