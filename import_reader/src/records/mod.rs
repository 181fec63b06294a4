//! From text to records, with the number of the line on which each begins. As RFC 4180, and forgiving where real files
//! are not: blanks before a quotation mark, any line break, and a quotation mark that is never closed.
use domain::imports::{Record, stored::MAX_COLUMNS};

/// A quoted cell that is longer than this was meant as an unquoted one.
const MAX_LINES: usize = 20;
const MAX_CHARS: usize = 10_000;

/// The separator of cells, and the mark around those that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub separator: char,
    pub quote: char,
}

impl Dialect {
    /// With quotation marks.
    pub const fn of(separator: char) -> Self {
        Self {
            separator,
            quote: '"',
        }
    }
}

/// A record as it is in the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// With the first [`MAX_COLUMNS`] cells.
    pub record: Record,
    /// Whether a further cell is not empty.
    pub is_wide: bool,
    /// Whether a quotation mark is not closed. The line is a record of its own, with that mark as text.
    pub has_open_quote: bool,
}

/// Reads all records of a text, also the blank ones.
pub fn read(text: &str, dialect: Dialect) -> impl Iterator<Item = Read> {
    let (mut rest, mut line) = (text, 1);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (has_open_quote, (row, behind)) = match record(rest, dialect, true) {
            Ok(read) => (false, read),
            Err(OpenQuote) => (true, record(rest, dialect, false).unwrap_or_default()),
        };
        let Row { cells, is_wide } = row;
        let record = Record { line, cells };
        let text = rest.get(..rest.len() - behind.len()).unwrap_or_default();
        line += breaks(text).max(1);
        rest = behind;
        Some(Read {
            record,
            is_wide,
            has_open_quote,
        })
    })
}

/// Returns the lines of a text with their numbers, from 1.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some(text);
    let lines = std::iter::from_fn(move || {
        let (line, behind) = line_break(rest?);
        rest = behind;
        Some(line)
    });
    (1..).zip(lines)
}

struct OpenQuote;

#[derive(Default)]
struct Row {
    cells: Vec<String>,
    is_wide: bool,
}

impl Row {
    fn push(&mut self, cell: String) {
        if self.cells.len() < MAX_COLUMNS {
            self.cells.push(cell);
        } else {
            self.is_wide |= !cell.is_empty();
        }
    }
}

fn record(text: &str, dialect: Dialect, may_quote: bool) -> Result<(Row, &str), OpenQuote> {
    let mut row = Row::default();
    let mut rest = text;
    loop {
        let bare = rest.trim_start_matches(' ');
        let (cell, behind) = match bare.strip_prefix(dialect.quote).filter(|_| may_quote) {
            Some(quoted_text) => quoted(quoted_text, dialect)?,
            None => plain(rest, dialect.separator),
        };
        row.push(cell);
        match behind.strip_prefix(dialect.separator) {
            Some(next) => rest = next,
            None => return Ok((row, line_break(behind).1.unwrap_or_default())),
        }
    }
}

/// Returns a cell without quotation marks, and the text from its separator or line break on.
fn plain(text: &str, separator: char) -> (String, &str) {
    let end = text.find([separator, '\n', '\r']).unwrap_or(text.len());
    let (cell, behind) = text.split_at(end);
    (cell.to_owned(), behind)
}

/// Returns a quoted cell. `text` begins behind the opening quotation mark.
fn quoted(text: &str, dialect: Dialect) -> Result<(String, &str), OpenQuote> {
    let (mut cell, mut rest) = (String::new(), text);
    let (mut chars, mut lines) = (0, 0);
    loop {
        let (before, behind) = rest.split_once(dialect.quote).ok_or(OpenQuote)?;
        chars += before.chars().count() + 1;
        lines += breaks(before);
        if chars > MAX_CHARS || lines > MAX_LINES {
            return Err(OpenQuote);
        }
        cell.push_str(before);
        match behind.strip_prefix(dialect.quote) {
            Some(next) => {
                cell.push(dialect.quote);
                rest = next;
            }
            None => return ending(cell, lines > 0, behind, dialect.separator),
        }
    }
}

/// What follows the closing quotation mark on its line is part of the cell, as spreadsheets read it.
fn ending(
    mut cell: String,
    has_lines: bool,
    behind: &str,
    separator: char,
) -> Result<(String, &str), OpenQuote> {
    let (more, behind) = plain(behind, separator);
    let has_more = !more.trim().is_empty();
    if has_more && has_lines {
        return Err(OpenQuote);
    }
    if has_more {
        cell.push_str(&more);
    }
    Ok((cell, behind))
}

/// Splits at the first line break: CRLF, LF or CR.
fn line_break(text: &str) -> (&str, Option<&str>) {
    match text.find(['\n', '\r']) {
        None => (text, None),
        Some(end) => {
            let (line, behind) = text.split_at(end);
            let behind = behind.strip_prefix("\r\n").or_else(|| behind.get(1..));
            (line, behind)
        }
    }
}

/// Returns the number of line breaks in a text.
pub fn breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_break = |(at, byte): (usize, &u8)| {
        *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    };
    bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| is_break((*at, byte)))
        .count()
}

#[cfg(test)]
mod tests;
