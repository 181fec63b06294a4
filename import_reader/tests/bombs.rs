//! Workbooks that claim or unpack to more than a server has: refused by what was read, not by what they say.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use domain::imports::{
    problems::ListRefusal,
    stored::{ImportKind, ReadList, ReadingOptions},
};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default();
        let stored = options.compression_method(CompressionMethod::Stored);
        // Which programs look for without unpacking.
        writer
            .start_file(*name, if *name == "mimetype" { stored } else { options })
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn xlsx(strings: &str, sheet: &str) -> Vec<u8> {
    archive(&[
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/s.xml", sheet.as_bytes()),
    ])
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!("<d><table:table table:name=\"S\">{table}</table:table></d>");
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    archive(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

fn read_bytes(bytes: &[u8]) -> Result<ReadList, ListRefusal> {
    import_reader::read(bytes, &ReadingOptions::default(), ImportKind::Members, &[])
}

fn refused(bytes: &[u8]) -> Option<ListRefusal> {
    read_bytes(bytes).err()
}

#[test]
fn claims_are_not_believed() {
    let strings = "<sst uniqueCount=\"99999999999999\"><si><t>E-mail</t></si><si><t>a@x.example</t></si></sst>";
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c t=\"s\"><v>0</v></c></row>\
                 <row r=\"1048576\"><c r=\"A1048576\" t=\"s\"><v>1</v></c></row></sheetData></worksheet>";
    let list = read_bytes(&xlsx(strings, sheet)).unwrap();
    assert_eq!((list.rows.len(), list.rows[0].record.line), (1, 1_048_576));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let too_large = Some(ListRefusal::WorkbookTooLarge);
    let long_text = format!(
        "<worksheet><row><c t=\"str\"><v>{}</v></c></row></worksheet>",
        "a".repeat(2 << 20)
    );
    assert_eq!(refused(&xlsx("<sst/>", &long_text)), too_large);
    // Each event is small, all together are not.
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(20_000);
    let strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(30_000));
    assert_eq!(
        refused(&xlsx(&strings, &format!("<worksheet>{cells}</worksheet>"))),
        too_large
    );
    let empty = format!("<sst>{}</sst>", "<si/>".repeat(2_100_000));
    assert_eq!(refused(&xlsx(&empty, "<worksheet/>")), too_large);
    let wide = "<worksheet><row><c r=\"XFD1\" t=\"str\"><v>a</v></c></row></worksheet>";
    assert_eq!(refused(&xlsx("<sst/>", wide)), too_large);
}

#[test]
fn repeats_are_counted() {
    let row = |rows: u64, columns: u64, text: &str| {
        ods(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\"><text:p>{text}</text:p></table:table-cell></table:table-row>"
        ))
    };
    let too_large = Some(ListRefusal::WorkbookTooLarge);
    assert_eq!(refused(&row(1_000_000, 1, "a")), too_large);
    assert_eq!(refused(&row(1, u64::MAX, "a")), too_large);
    let blank = refused(&row(u64::MAX, u64::MAX, ""));
    assert_eq!(blank, Some(ListRefusal::Empty));
    // Each cell is someone.
    assert_eq!(read_bytes(&row(3, 2, "a@x.example")).unwrap().rows.len(), 6);
}

#[test]
fn merged_cells_are_counted() {
    let row = |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>a</v></c></row>");
    let rows: String = (1..=100).map(row).collect();
    let merged = |count| {
        let merges = "<mergeCell ref=\"A1:A100\"/>".repeat(count);
        refused(&xlsx(
            "<sst/>",
            &format!("<worksheet>{rows}{merges}</worksheet>"),
        ))
    };
    let too_large = Some(ListRefusal::WorkbookTooLarge);
    assert_eq!(merged(1), None);
    // Together they copy too much, or are too many.
    assert_eq!(merged(50_000), too_large);
    assert_eq!(merged(200_001), too_large);
}

#[test]
fn damaged_workbooks_are_refused() {
    let whole = xlsx("<sst/>", "<worksheet/>");
    for length in (4..whole.len()).step_by(7) {
        assert!(refused(&whole[..length]).is_some(), "{length}");
    }
    let unclosed = xlsx("<sst/>", "<worksheet><row><c></row></worksheet>");
    assert_eq!(refused(&unclosed), Some(ListRefusal::WorkbookDamaged));
}
