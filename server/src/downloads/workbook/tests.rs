use super::*;
use crate::downloads::round_trip::{headings, read};
use domain::imports::stored::ReadList;

const HEAD: [&str; 3] = ["Login", "E-mail", "Last name"];

fn file(max_rows: u32, rows: &[[&str; 3]]) -> Vec<u8> {
    let mut workbook = Workbook::with_rows("Users", &HEAD, max_rows).unwrap();
    let mut file = Vec::new();
    for row in rows {
        workbook.row(&row.map(str::to_owned)).unwrap();
        file.extend(workbook.take());
    }
    file.extend(workbook.finish().unwrap());
    file
}

fn read_back(max_rows: u32, rows: &[[&str; 3]]) -> ReadList {
    read(&file(max_rows, rows))
}

#[test]
fn columns_are_counted_like_a_spreadsheet_does() {
    let letters = [0, 25, 26, 701, 702].map(column);
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
}

#[test]
fn a_full_sheet_is_followed_by_another() {
    let row = |login: &'static str| [login, "", "Li"];
    let list = read_back(3, &[row("a"), row("b"), row("c"), row("d"), row("e")]);
    assert_eq!(
        (list.sheet.as_deref(), list.sheets.len()),
        (Some("Users"), 3)
    );
    assert_eq!(headings(&list), HEAD);
    assert_eq!(list.rows.len(), 2, "the headings count");
    let one = read_back(6, &[row("a"), row("b"), row("c"), row("d"), row("e")]);
    assert_eq!((one.rows.len(), one.sheets.len()), (5, 1));
}

#[test]
fn a_cell_that_is_too_long_says_so() {
    let long = "😀".repeat(MAX_CHARS);
    let list = read_back(10, &[["a", "", &long], ["b", "", &"x".repeat(MAX_CHARS)]]);
    let cell = |row: usize| list.rows[row].record.cell(2);
    assert_eq!(cell(1).len(), MAX_CHARS, "as long as can be");
    let units = cell(0).encode_utf16().count();
    assert!(
        cell(0).ends_with(CUT) && (MAX_CHARS - 1..=MAX_CHARS).contains(&units),
        "{units}"
    );
    assert!(cell(0).starts_with("😀😀"));
}

/// What was taken early is the same as what is taken at the end.
#[test]
fn nothing_is_kept_that_could_be_sent() {
    let mut workbook = Workbook::new("Users", &HEAD).unwrap();
    let mut most = 0;
    for number in 0..20_000 {
        let row = [
            format!("user{number}"),
            format!("u{number}@x.example"),
            "Li".into(),
        ];
        workbook.row(&row).unwrap();
        most = most.max(workbook.take().len());
    }
    assert!((1..200_000).contains(&most), "{most}");
}
