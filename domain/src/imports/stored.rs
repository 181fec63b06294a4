//! A list that was uploaded: what it is for, how far it is, and what the importer chose.
pub use super::kind::ImportKind;
use super::{Record, columns::Columns};
use crate::{ids::BranchId, string_enum::string_enum};
use serde::{Deserialize, Serialize};

/// The most bytes that a list can have.
pub const MAX_BYTES: u64 = 50_000_000;
/// The most lines that a list can have, without its headings.
pub const MAX_LINES: usize = 200_000;
/// The most columns of a list.
pub const MAX_COLUMNS: usize = 256;
/// The most cells of a list, without the empty ones at the end of a line.
pub const MAX_CELLS: usize = 4_000_000;
/// The separators that a list can have.
pub const SEPARATORS: [char; 5] = [',', ';', '\t', '|', '^'];
/// The rows of a result on one page.
pub const ROWS_PER_PAGE: i64 = 100;
/// How many lists that are not applied yet one user can have; a further one discards the oldest.
pub const MAX_PENDING: u64 = 3;
/// For so many hours a list that was not applied is kept, and the cells of one that was.
pub const KEPT_HOURS: i64 = 24;
/// An import can be undone for this many days.
pub const UNDO_DAYS: i64 = 30;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Its bytes arrive.
    Receiving,
    /// Its bytes are turned into rows.
    Reading,
    /// The list as a whole cannot be used.
    Refused,
    /// Each row gets its verdict.
    Checking,
    /// Every row has a verdict; nothing is written yet.
    Checked,
    /// It is being applied.
    Running,
    Done,
    /// Stopped by a user; what was done until then stays, and can be undone.
    Cancelled,
    Undoing,
    Undone,
}

string_enum!(ImportState {
    Receiving = "receiving", "Uploading";
    Reading = "reading", "Reading";
    Refused = "refused", "Not readable";
    Checking = "checking", "Checking";
    Checked = "checked", "Ready";
    Running = "running", "Running";
    Done = "done", "Done";
    Cancelled = "cancelled", "Cancelled";
    Undoing = "undoing", "Being undone";
    Undone = "undone", "Undone";
});

impl ImportState {
    /// Whether work goes on by itself, so that a page waits for it.
    pub const fn is_working(self) -> bool {
        matches!(
            self,
            Self::Receiving | Self::Reading | Self::Checking | Self::Running | Self::Undoing
        )
    }

    /// Whether nothing of the list was applied yet, so that columns, choices and rows can be changed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Refused | Self::Checked)
    }
}

/// What becomes, or became, of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowVerdict {
    Added,
    Updated,
    /// Nothing changes: the user exists, or is a member, or an earlier row says the same.
    Unchanged,
    LeftOut,
}

string_enum!(RowVerdict {
    Added = "added", "Added";
    Updated = "updated", "Updated";
    Unchanged = "unchanged", "Unchanged";
    LeftOut = "left_out", "Left out";
});

/// What is done with users, or groups, that exist already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExistingRows {
    #[default]
    Leave,
    /// Columns of the list replace what is stored; empty cells change nothing.
    Update,
    /// They only join the groups, courses and branch of their row.
    AddOnly,
}

string_enum!(ExistingRows {
    Leave = "leave", "Leave them as they are";
    Update = "update", "Update them";
    AddOnly = "add_only", "Only add them to the groups, courses and branch of the list";
});

/// How new users get a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordSource {
    #[default]
    None,
    /// From a column of the list.
    Column,
    /// An e-mail with a link to choose one, valid for [`INVITATION_DAYS`].
    Invitation,
}

string_enum!(PasswordSource {
    None = "none", "No password";
    Column = "column", "The passwords of the list";
    Invitation = "invitation", "Send an invitation to choose one";
});

/// An invitation to choose a password works for this many days.
pub const INVITATION_DAYS: i64 = 7;

/// What the importer chose for the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportChoices {
    pub existing: ExistingRows,
    pub passwords: PasswordSource,
    /// Whether groups that the list names and that do not exist are created; else their rows are left out.
    pub creates_groups: bool,
    /// For users, or groups, whose row names no branch.
    pub branch: Option<BranchId>,
}

/// How the bytes are to be read, where the importer chose; `None` finds out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingOptions {
    /// The label of an encoding, such as `windows-1252`.
    pub encoding: Option<String>,
    pub separator: Option<char>,
    /// The name of a sheet of a workbook.
    pub sheet: Option<String>,
}

/// A list that was read: what an import keeps of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadList {
    /// The encoding's name, such as `UTF-8`.
    pub encoding: String,
    /// Of a text.
    pub separator: Option<char>,
    /// Of a workbook: the sheet that was read.
    pub sheet: Option<String>,
    /// Of a workbook: all its sheets that are not blank.
    pub sheets: Vec<String>,
    pub has_headings: bool,
    /// The columns with the use that the reader found.
    pub columns: Columns,
    pub notes: Vec<super::notes::ListNote>,
    pub rows: Vec<ReadRow>,
}

/// A row of a list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadRow {
    pub record: Record,
    /// Whether its quotation mark is not closed: it cannot be used until it is corrected.
    pub has_open_quote: bool,
    /// Whether it is a word between addresses, which may name no one.
    pub is_word: bool,
}
