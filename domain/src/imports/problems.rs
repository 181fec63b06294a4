//! What can be wrong with a list as a whole, and with one cell of it.

/// A kind of file that is not read as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum FileFormat {
    Xlsx,
    Ods,
    /// The workbook of Excel 97 to 2003, and other OLE2 files.
    Xls,
    Pdf,
    Image,
    /// Any other archive, such as a text document.
    Archive,
}

/// Why a list is not read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum ListRefusal {
    Format(FileFormat),
    /// Bytes that are not text of the encoding. Lines are counted from 1.
    Malformed {
        encoding: String,
        line: usize,
    },
    /// More than a workbook may have.
    WorkbookTooLarge,
    WorkbookDamaged,
    /// Characters were lost before the text arrived.
    LostCharacters {
        line: usize,
    },
    /// The reader stopped: a fault of Muster.
    Failed,
    /// It has no rows.
    Empty,
    /// It has more rows than [`MAX_LINES`](super::stored::MAX_LINES).
    TooManyRows {
        found: usize,
    },
    /// No line has known headings, and the values do not say which column is which.
    NoHeadings,
}

/// Why a cell is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum CellProblem {
    /// A quotation mark opens the cell and is not closed.
    OpenQuote,
    /// A character inside changes the direction of the text.
    Direction,
    /// U+FFFD, which stands for bytes that could not be read.
    Unreadable,
}
