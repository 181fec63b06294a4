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
    /// A page, also one that a program calls a workbook.
    Html,
    Xml,
    Json,
    /// Contacts.
    VCard,
    /// The text format of directories.
    Ldif,
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
    /// The importer chose an encoding that does not exist.
    UnknownEncoding(String),
    /// More than [`MAX_BYTES`](super::stored::MAX_BYTES).
    TooManyBytes {
        found: u64,
    },
    /// A line has more than [`MAX_COLUMNS`](super::stored::MAX_COLUMNS).
    TooManyColumns {
        line: usize,
    },
    /// More than [`MAX_CELLS`](super::stored::MAX_CELLS).
    TooManyCells,
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
    /// An error of a spreadsheet, or a formula that was not calculated.
    NoValue,
    /// Several e-mail addresses where one belongs.
    SeveralAddresses,
}

/// Why a row is left out, where the database decides it; or why its undo left something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum RowProblem {
    /// Login and e-mail address belong to two users.
    TwoUsers,
    /// The user has permissions that the importer lacks.
    MorePermissions,
    /// The user signed up and is not approved yet.
    Pending,
    /// An import neither deactivates nor changes the type of the importer.
    OwnAccount,
    LastSuperAdmin,
    /// Also for what is outside the importer's scope.
    UnknownGroup(String),
    SeveralGroups(String),
    UnknownCourse(String),
    SeveralCourses(String),
    UnknownBranch(String),
    /// The importer may not move users, or groups, to another branch.
    OtherBranch,
    /// No user has the login or address, or none that the importer reaches.
    NoSuchUser,
    InactiveUser,
    /// A word between addresses that names no one.
    NotAPerson,
    /// An earlier row has another version of the same group.
    RepeatedGroup,
    NoCourse,
    /// Undone, but for what was changed since.
    UsedSince,
    EditedSince,
    TakenSince,
    /// The importer lost the right for it while the import was running.
    NotAllowed,
    /// The import was cancelled before this row.
    Cancelled,
}
