//! The kind of a file by its content: names and types that browsers send are often wrong.
use domain::imports::problems::FileFormat;

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Returns the format of bytes that are not read as text; `None` for text.
pub fn of_bytes(bytes: &[u8]) -> Option<FileFormat> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    match () {
        () if starts(b"PK\x03\x04") && has(b"xl/") => Some(FileFormat::Xlsx),
        () if starts(b"PK\x03\x04") && has(ODS) => Some(FileFormat::Ods),
        () if starts(b"PK\x03\x04") || starts(b"\x1f\x8b") || starts(b"7z\xbc\xaf") => {
            Some(FileFormat::Archive)
        }
        () if starts(b"{\\rtf") => Some(FileFormat::Archive),
        () if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Some(FileFormat::Xls),
        () if starts(b"%PDF-") => Some(FileFormat::Pdf),
        () if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") => {
            Some(FileFormat::Image)
        }
        () => of_text(bytes),
    }
}

/// Formats that are text and no list.
fn of_text(bytes: &[u8]) -> Option<FileFormat> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let start = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let start = start.to_ascii_lowercase();
    let starts = |mark: &str| start.starts_with(mark.as_bytes());
    match () {
        () if [
            "<!doctype html",
            "<html",
            "<table",
            "<head",
            "<body",
            "<meta",
        ]
        .into_iter()
        .any(starts) =>
        {
            Some(FileFormat::Html)
        }
        () if starts("<?xml") => Some(FileFormat::Xml),
        () if is_json(&start) => Some(FileFormat::Json),
        () if starts("begin:vcard") => Some(FileFormat::VCard),
        () if starts("dn: ") || starts("dn:: ") || starts("version: 1") => Some(FileFormat::Ldif),
        () => None,
    }
}

/// `[{"` or `{"`, with blanks.
fn is_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
    let inside = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| inside.starts_with(b"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_lists_are_recognised() {
        for (text, format) in [
            ("\u{FEFF}\n<html xmlns:x=\"urn:x\">", FileFormat::Html),
            ("<table><tr><td>Name", FileFormat::Html),
            ("<?xml version=\"1.0\"?><Workbook>", FileFormat::Xml),
            ("[\n {\"name\": 1}]", FileFormat::Json),
            ("BEGIN:VCARD\r\nVERSION:3.0", FileFormat::VCard),
            ("dn: CN=Ana,DC=x\ncn: Ana\n", FileFormat::Ldif),
        ] {
            assert_eq!(of_bytes(text.as_bytes()), Some(format), "{text}");
        }
        for list in [
            "version:v1.0\nE-mail",
            "<a@x.example>, b@x.example",
            "{M1}",
            "dn;cn\n",
            "[x]",
        ] {
            assert_eq!(of_bytes(list.as_bytes()), None, "{list}");
        }
    }
}
