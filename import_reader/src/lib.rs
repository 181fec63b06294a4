//! Reads lists: from bytes to text, records, headings and rows. The rules are in `domain::imports`.
//!
//! Every record that is not blank ends up as a row, the heading row or a skipped line that a note names: nothing
//! vanishes.
mod encoded_twice;
mod encoding;
mod format;
mod guess;
mod list;
mod members;
mod people;
mod recipients;
mod records;
mod separator;
mod sheets;
mod table;
mod users;

pub use recipients::recipients;

use domain::{
    imports::{
        problems::{FileFormat, ListRefusal},
        stored::{ImportKind, MAX_BYTES, MAX_LINES, ReadList, ReadingOptions},
    },
    users::UserTypeOption,
};

/// Reads a list for an import of this kind. `types` are the user types that the importer can assign. It takes three
/// times the bytes of most lists, and at most 300 MB.
///
/// # Errors
/// It is no list, it is empty, not all of it can be read, or it has more than a list may have.
pub fn read(
    bytes: &[u8],
    options: &ReadingOptions,
    kind: ImportKind,
    types: &[UserTypeOption],
) -> Result<ReadList, ListRefusal> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found > MAX_BYTES {
        return Err(ListRefusal::TooManyBytes { found });
    }
    let list = match format::of_bytes(bytes) {
        Some(format @ (FileFormat::Xlsx | FileFormat::Ods)) => {
            let book = sheets::read(bytes, format, options.sheet.as_deref(), kind)?;
            list::of_sheet(book, kind, types)
        }
        Some(format) => Err(ListRefusal::Format(format)),
        None => {
            let (text, encoding) = encoding::decode(bytes, options.encoding.as_deref())?;
            list::of_text(&text, encoding, options.separator, kind, types)
        }
    }?;
    match list.rows.len() {
        0 => Err(ListRefusal::Empty),
        1..=MAX_LINES => Ok(list),
        found => Err(ListRefusal::TooManyRows { found }),
    }
}
