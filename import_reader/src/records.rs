//! From text to records, with the number of the line on which each begins. As RFC 4180, and forgiving where real files
//! are not: blanks before a quotation mark, any line break, and a quotation mark that is never closed.
use domain::imports::Record;

/// A quoted cell that is longer than this was meant as an unquoted one.
const MAX_LINES: usize = 20;
const MAX_CHARS: usize = 10_000;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Also the blank ones.
    pub all: Vec<Record>,
    /// The lines on which a quotation mark is not closed. Each is a record of its own, with that mark as text.
    pub open_quotes: Vec<usize>,
}

/// Reads all records of a text.
pub fn read(text: &str, separator: char) -> Records {
    let mut records = Records::default();
    let (mut rest, mut line) = (text, 1);
    while !rest.is_empty() {
        let (cells, behind) = record(rest, separator, true).unwrap_or_else(|OpenQuote| {
            records.open_quotes.push(line);
            record(rest, separator, false).unwrap_or_default()
        });
        records.all.push(Record { line, cells });
        let read = rest.get(..rest.len() - behind.len()).unwrap_or_default();
        line += breaks(read).max(1);
        rest = behind;
    }
    records
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

fn record(text: &str, separator: char, may_quote: bool) -> Result<(Vec<String>, &str), OpenQuote> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let bare = rest.trim_start_matches(' ');
        let (cell, behind) = match bare.strip_prefix('"').filter(|_| may_quote) {
            Some(quoted_text) => quoted(quoted_text, separator)?,
            None => plain(rest, separator),
        };
        cells.push(cell);
        match behind.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return Ok((cells, line_break(behind).1.unwrap_or_default())),
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

fn breaks(text: &str) -> usize {
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

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let records = read(text, ',').all.into_iter();
        records.map(|record| (record.line, record.cells)).collect()
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
            let records = read(text, ',');
            assert_eq!(records.open_quotes, [1], "{text}");
            assert_eq!(records.all[0].cells, ["\"Ana", "x"]);
            assert_eq!(
                records.all[1],
                Record {
                    line: 2,
                    cells: vec!["Ben".into(), "y".into()]
                }
            );
        }
        let far = format!("\"Ana\n{}\"\n", "Ben\n".repeat(21));
        assert_eq!(read(&far, ',').open_quotes, [1, 23]);
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
            let records = read(&text, ',');
            prop_assert!(records.open_quotes.is_empty());
            let read: Vec<_> = records.all.into_iter().map(|record| record.cells).collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn anything_is_read(text in any::<String>(), lines_of in "[a,\"\n\r; ]{0,60}") {
            for text in [&text, &lines_of] {
                let records = read(text, ',');
                let kept = records.all.iter().flat_map(|record| &record.cells).map(|cell| letters(cell));
                prop_assert_eq!(kept.sum::<usize>(), letters(text));
            }
        }
    }
}
