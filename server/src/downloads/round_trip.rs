//! What is exported is read again as it was, in every format, and no program finds a formula in it.
use super::list_writer::ListWriter;
use domain::imports::stored::{ImportKind, ReadList, ReadingOptions};
use domain::{
    exports::{Encoding, ExportChoice, ExportFormat, Separator},
    formulas,
};
use proptest::prelude::*;

const HEAD: [&str; 5] = ["Login", "E-mail", "First name", "Last name", "Groups"];

type Row = [String; 5];

fn export(choice: ExportChoice, rows: &[Row]) -> Vec<u8> {
    let mut writer = ListWriter::new(choice, choice.separator.byte(), "Users", &HEAD).unwrap();
    let mut file = Vec::new();
    for row in rows {
        writer.row(row).unwrap();
        file.extend(writer.take());
    }
    file.extend(writer.finish().unwrap());
    file
}

fn choices(encodings: &[Encoding]) -> Vec<ExportChoice> {
    let csv = encodings.iter().flat_map(|encoding| {
        let of = |separator: &Separator| ExportChoice {
            format: ExportFormat::Csv,
            separator: *separator,
            encoding: *encoding,
        };
        Separator::ALL.iter().map(of)
    });
    csv.collect()
}

/// Reads a list of users.
pub(super) fn read(file: &[u8]) -> ReadList {
    import_reader::read(file, &ReadingOptions::default(), ImportKind::Users, &[]).unwrap()
}

pub(super) fn headings(list: &ReadList) -> Vec<&str> {
    let columns = list.columns.0.iter();
    columns.map(|column| column.heading.as_str()).collect()
}

/// A row as it was written; the reader leaves out blank cells at its end.
fn row(list: &ReadList, place: usize) -> Row {
    let record = &list.rows[place].record;
    std::array::from_fn(|column| formulas::unescape(record.cell(column)))
}

fn assert_comes_back(choice: ExportChoice, rows: &[Row]) {
    let list = read(&export(choice, rows));
    assert_eq!(headings(&list), HEAD, "{choice:?}");
    let read: Vec<Row> = (0..list.rows.len())
        .map(|place| row(&list, place))
        .collect();
    assert_eq!(read, rows, "{choice:?}");
    if choice.format == ExportFormat::Csv {
        let separator = char::from(choice.separator.byte());
        assert_eq!(list.separator, Some(separator));
        for cell in list.rows.iter().flat_map(|row| &row.record.cells) {
            assert_no_formula(cell);
        }
    }
}

/// Wherever a program splits the cell.
fn assert_no_formula(cell: &str) {
    let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\0'];
    for part in cell.split([',', ';', '\t', '|', '"', '\n', '\r']) {
        assert!(!part.trim_start().starts_with(begins), "{cell:?}");
    }
}

/// Texts that a name can have: blanks around them are removed before they are stored.
fn hostile(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(parts), 0..8)
        .prop_map(|parts| parts.concat().trim().to_owned())
}

const UNICODE: &[&str] = &[
    "=",
    "+",
    "-",
    "@",
    "'",
    "''",
    ",",
    ";",
    "\t",
    "\"",
    " ",
    "|",
    "＝",
    "＠",
    "a",
    "Li",
    "1",
    "\u{A0}",
    "_x0041_",
    "<",
    "&",
    "&amp;",
    "&#61;",
    "#39;",
    "]]>",
    "é",
    "Ж",
    "語",
    "😀",
    "\u{301}",
    "sep=;",
    "\n",
    "\r\n",
    "x@y.example",
];
/// Without accents that Windows-1252 joins with their letters.
const WESTERN: &[&str] = &[
    "=", "+", "-", "@", "'", ",", ";", "\t", "\"", " ", "|", "Ana", "Li", "1", "\n", "&amp;", "&",
];

fn rows(parts: &'static [&'static str]) -> impl Strategy<Value = Vec<Row>> {
    let cells = prop::array::uniform3(hostile(parts));
    prop::collection::vec(cells, 1..6).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(number, [first, last, groups])| {
            let login = format!("user{number}");
            [login, format!("u{number}@x.example"), first, last, groups]
        })
        .collect()
    })
}

proptest! {
    #[test]
    fn unicode_comes_back(rows in rows(UNICODE)) {
        for choice in choices(&[Encoding::Utf8, Encoding::Utf16]) {
            assert_comes_back(choice, &rows);
        }
    }

    #[test]
    fn a_workbook_comes_back(rows in rows(UNICODE)) {
        let format = ExportFormat::Xlsx;
        assert_comes_back(ExportChoice { format, ..ExportChoice::default() }, &rows);
    }

    #[test]
    fn western_text_comes_back(rows in rows(WESTERN)) {
        for choice in choices(&[Encoding::Windows1252]) {
            assert_comes_back(choice, &rows);
        }
    }
}

/// Without a mark the reader infers the encoding from the letters, so it needs some that are usual.
#[test]
fn western_letters_come_back() {
    let names = [
        ["Jürgen", "Großmann", "Bäcker; Köche"],
        ["Zoë", "Müller-Lüdenscheidt", ""],
        ["François", "Lefèvre", "Français"],
        ["José", "Muñoz", "España"],
        ["Søren", "Ærø", "Ålborg"],
    ];
    let rows: Vec<Row> = names
        .iter()
        .enumerate()
        .map(|(number, [first, last, groups])| {
            [
                format!("u{number}"),
                format!("u{number}@x.example"),
                first.to_string(),
                last.to_string(),
                groups.to_string(),
            ]
        })
        .collect();
    for choice in choices(&[Encoding::Windows1252]) {
        assert_comes_back(choice, &rows);
        // Each alone, too.
        for row in &rows {
            assert_comes_back(choice, std::slice::from_ref(row));
        }
    }
}
