use super::*;
use proptest::prelude::*;

fn all(text: &str) -> Vec<Read> {
    read(text, Dialect::of(',')).collect()
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
