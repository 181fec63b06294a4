//! CSV with a separator and an encoding. No part of a cell begins a formula, and the import takes the apostrophes away.
use domain::{exports::Encoding, formulas};
use encoding_rs::WINDOWS_1252;
use std::{io, mem};
use unicode_normalization::UnicodeNormalization;

pub struct CsvWriter {
    separator: u8,
    encoding: Encoding,
    /// Encoded when it is taken.
    text: csv::Writer<Vec<u8>>,
    mark: &'static [u8],
}

impl CsvWriter {
    pub fn new(separator: u8, encoding: Encoding) -> Self {
        Self {
            separator,
            encoding,
            text: writer(separator),
            mark: mark(encoding),
        }
    }

    pub fn row(&mut self, cells: &[impl AsRef<str>]) -> io::Result<()> {
        let cells = cells.iter().map(|cell| formulas::escape(cell.as_ref()));
        Ok(self.text.write_record(cells)?)
    }

    pub fn take(&mut self) -> Vec<u8> {
        let text = mem::replace(&mut self.text, writer(self.separator));
        // Cannot fail: the target is memory, and only texts were written.
        let text = text.into_inner().unwrap_or_default();
        let text = String::from_utf8(text).unwrap_or_default();
        let mark = mem::take(&mut self.mark);
        [mark, &encode(text, self.encoding)].concat()
    }
}

fn writer(separator: u8) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new())
}

/// The byte-order mark, by which spreadsheets recognise Unicode.
const fn mark(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8 => b"\xEF\xBB\xBF",
        Encoding::Utf16 => b"\xFF\xFE",
        Encoding::Windows1252 => b"",
    }
}

fn encode(text: String, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Windows1252 => windows_1252(&text),
    }
}

/// Accents are joined with their letters first, as the encoding has no others. What it lacks becomes `?`.
fn windows_1252(text: &str) -> Vec<u8> {
    let text: String = text.nfc().collect();
    let (bytes, _, lacks) = WINDOWS_1252.encode(&text);
    if !lacks {
        return bytes.into_owned();
    }
    let mut buffer = [0; 4];
    let known = |c: char| {
        let (_, _, lacks) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        if lacks { '?' } else { c }
    };
    let text: String = text.chars().map(known).collect();
    WINDOWS_1252.encode(&text).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::exports::Separator;

    fn file(separator: Separator, encoding: Encoding, rows: &[[&str; 2]]) -> Vec<u8> {
        let mut writer = CsvWriter::new(separator.byte(), encoding);
        let mut file = Vec::new();
        for row in rows {
            writer.row(row).unwrap();
            file.extend(writer.take());
        }
        file
    }

    #[test]
    fn the_mark_is_written_once() {
        let rows = [["a", "b"], ["c;d", "=1"]];
        let utf_8 = file(Separator::Semicolon, Encoding::Utf8, &rows);
        assert_eq!(utf_8, "\u{FEFF}a;b\n\"c;d\";'=1\n".as_bytes());
        let utf_16 = file(Separator::Tab, Encoding::Utf16, &[["ä", "b"]]);
        assert_eq!(utf_16, b"\xFF\xFE\xE4\0\t\0b\0\n\0");
    }

    #[test]
    fn what_windows_1252_lacks_is_a_question_mark() {
        let rows = [["Ju\u{308}rgen Šimić €", "Иван"]];
        let file = file(Separator::Semicolon, Encoding::Windows1252, &rows);
        assert_eq!(file, b"J\xFCrgen \x8Aimi? \x80;????\n");
    }
}
