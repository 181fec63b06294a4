//! From text to records, with the number of the line on which each begins. As RFC 4180, and forgiving where real files
//! are not: blanks before a quotation mark, any line break, and a quotation mark that is never closed.
use domain::imports::{Record, stored::MAX_COLUMNS};

/// A quoted cell that is longer than this was meant as an unquoted one.
const MAX_LINES: usize = 20;
const MAX_CHARS: usize = 10_000;

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
pub fn read(text: &str, separator: char) -> impl Iterator<Item = Read> {
    let (mut rest, mut line) = (text, 1);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (has_open_quote, (row, behind)) = match record(rest, separator, true) {
            Ok(read) => (false, read),
            Err(OpenQuote) => (true, record(rest, separator, false).unwrap_or_default()),
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

fn record(text: &str, separator: char, may_quote: bool) -> Result<(Row, &str), OpenQuote> {
    let mut row = Row::default();
    let mut rest = text;
    loop {
        let bare = rest.trim_start_matches(' ');
        let (cell, behind) = match bare.strip_prefix('"').filter(|_| may_quote) {
            Some(quoted_text) => quoted(quoted_text, separator)?,
            None => plain(rest, separator),
        };
        row.push(cell);
        match behind.strip_prefix(separator) {
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
fn quoted(text: &str, separator: char) -> Result<(String, &str), OpenQuote> {
    let (mut cell, mut rest) = (String::new(), text);
    let (mut chars, mut lines) = (0, 0);
    loop {
        let (before, behind) = rest.split_once('"').ok_or(OpenQuote)?;
        chars += before.chars().count() + 1;
        lines += breaks(before);
        if chars > MAX_CHARS || lines > MAX_LINES {
            return Err(OpenQuote);
        }
        cell.push_str(before);
        match behind.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None => return ending(cell, lines > 0, behind, separator),
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<Read> {
        read(text, ',').collect()
    }

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let records = all(text).into_iter().map(|read| read.record);
        records.map(|record| (record.line, record.cells)).collect()
    }

    fn open_quotes(text: &str) -> Vec<usize> {
        let open = all(text).into_iter().filter(|read| read.has_open_quote);
        open.map(|read| read.record.line).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn quoted_cells_may_have_separators_quotes_and_line_breaks() {
        let text = "a,\"b,\"\"c\"\"\r\nd\",e\r\n, \"f\"\rg\n\nh";
        assert_eq!(
            cells(text),
            [
                row(1, &["a", "b,\"c\"\r\nd", "e"]),
                row(3, &["", "f"]),
                row(4, &["g"]),
                row(5, &[""]),
                row(6, &["h"])
            ]
        );
    }

    #[test]
    fn an_open_quote_costs_its_line_only() {
        for text in ["\"Ana,x\nBen,y\n", "\"Ana,x\nBen,\"y\"\n"] {
            assert_eq!(open_quotes(text), [1], "{text}");
            assert_eq!(
                cells(text),
                [row(1, &["\"Ana", "x"]), row(2, &["Ben", "y"])]
            );
        }
        let far = format!("\"Ana\n{}\"\n", "Ben\n".repeat(21));
        assert_eq!(open_quotes(&far), [1, 23]);
    }

    #[test]
    fn no_line_takes_more_cells_than_a_list_can_have() {
        let commas = ",".repeat(1_000);
        for (text, is_wide) in [(format!("a{commas}"), false), (format!("a{commas}b"), true)] {
            let read = all(&text).remove(0);
            assert_eq!(
                (read.record.cells.len(), read.is_wide),
                (MAX_COLUMNS, is_wide)
            );
        }
    }

    #[test]
    fn lines_are_counted_as_records_are() {
        let text = "a\r\nb\rc\n\nd";
        assert_eq!(
            lines(text).collect::<Vec<_>>(),
            [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d")]
        );
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
        let cell = "[a-z\",;\n\r =]{0,8}";
        prop::collection::vec(prop::collection::vec(cell, 2..4), 1..6)
    }

    fn letters(text: &str) -> usize {
        text.chars().filter(|c| c.is_alphanumeric()).count()
    }

    proptest! {
        /// The csv crate as the other opinion.
        #[test]
        fn what_is_written_is_read(rows in rows()) {
            let mut writer = csv::WriterBuilder::new();
            let writer = writer.flexible(true).quote_style(csv::QuoteStyle::Always);
            let mut writer = writer.from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert!(open_quotes(&text).is_empty());
            let read: Vec<_> = cells(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn anything_is_read(text in any::<String>(), lines_of in "[a,\"\n\r; ]{0,60}") {
            for text in [&text, &lines_of] {
                let records = cells(text);
                let kept = records.iter().flat_map(|(_, cells)| cells).map(|cell| letters(cell));
                prop_assert_eq!(kept.sum::<usize>(), letters(text));
            }
        }
    }
}
