//! Workbooks with any cells, and damaged ones.
use fastrand::Rng;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Returns a workbook with these rows. Half of them are damaged.
pub fn archive(rows: &[Vec<String>], rng: &mut Rng) -> Vec<u8> {
    let mut entries = match rng.bool() {
        true => xlsx(rows, rng),
        false => ods(rows, rng),
    };
    let is_damaged = rng.bool();
    if is_damaged && rng.bool() {
        let at = rng.usize(..entries.len());
        damage(&mut entries[at].1, rng);
    }
    let mut bytes = zipped(&entries);
    if is_damaged && rng.bool() {
        damage(&mut bytes, rng);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..rng.usize(1..5) {
        let at = rng.usize(..=bytes.len());
        match rng.u8(..4) {
            0 => bytes.truncate(at),
            1 => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte = rng.u8(..)),
            2 => drop(bytes.drain(at..(at + 9).min(bytes.len()))),
            _ => drop(bytes.splice(at..at, b"</c><row r=\"7\">".iter().copied())),
        }
    }
}

type Entry = (&'static str, Vec<u8>);

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('"', "&quot;")
}

fn xlsx(rows: &[Vec<String>], rng: &mut Rng) -> Vec<Entry> {
    let (mut strings, mut cells, mut count) = (String::new(), String::new(), 0);
    for row in rows {
        cells.push_str("<row>");
        for cell in row {
            let text = escaped(cell);
            if rng.bool() {
                strings.push_str(&format!("<si><t>{text}</t></si>"));
                cells.push_str(&format!("<c t=\"s\"><v>{count}</v></c>"));
                count += 1;
            } else {
                cells.push_str(&format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"));
            }
        }
        cells.push_str("</row>");
    }
    let book = "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>";
    let targets =
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>";
    vec![
        ("xl/workbook.xml", book.into()),
        ("xl/_rels/workbook.xml.rels", targets.into()),
        (
            "xl/sharedStrings.xml",
            format!("<sst>{strings}</sst>").into(),
        ),
        (
            "xl/worksheets/s.xml",
            format!("<worksheet>{cells}</worksheet>").into(),
        ),
    ]
}

fn ods(rows: &[Vec<String>], rng: &mut Rng) -> Vec<Entry> {
    let mut table = String::new();
    for row in rows {
        let repeats = rng.u32(1..4);
        table.push_str(&format!(
            "<table:table-row table:number-rows-repeated=\"{repeats}\">"
        ));
        for cell in row {
            let text = escaped(cell);
            table.push_str(&format!(
                "<table:table-cell><text:p>{text}</text:p></table:table-cell>"
            ));
        }
        table.push_str("</table:table-row>");
    }
    let content = format!("<d><table:table table:name=\"S\">{table}</table:table></d>");
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    vec![("mimetype", kind), ("content.xml", content.into())]
}

fn zipped(entries: &[Entry]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default();
        let stored = options.compression_method(CompressionMethod::Stored);
        let options = if *name == "mimetype" { stored } else { options };
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
