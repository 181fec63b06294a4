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
        () => None,
    }
}

/// Returns the format of bytes that were taken for text, so that U+FFFD is in the place of some of them.
pub fn of_lost(text: &str) -> Option<FileFormat> {
    let starts = |mark: &str| text.starts_with(mark);
    match () {
        () if starts("\u{FFFD}\u{FFFD}\u{11}\u{FFFD}") => Some(FileFormat::Xls),
        () if starts("\u{FFFD}PNG") || starts("\u{FFFD}\u{FFFD}\u{FFFD}") => {
            Some(FileFormat::Image)
        }
        () => None,
    }
}
