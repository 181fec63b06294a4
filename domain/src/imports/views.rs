//! An import as its pages show it.
use super::{
    columns::Field,
    stored::{ImportChoices, ImportKind, ImportState, RowVerdict},
};
use crate::{
    ids::{GroupId, ImportId, MassActionId, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How many rows there are, and how many of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    pub rows: i64,
    pub added: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub left_out: i64,
}

/// An import as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub id: ImportId,
    pub kind: ImportKind,
    /// The group of members or group courses, with its name.
    pub group: Option<(GroupId, String)>,
    /// Empty for a list that was pasted.
    pub file_name: String,
    pub state: ImportState,
    /// Why the list cannot be read, as a sentence.
    pub refusal: Option<String>,
    /// The encoding's name, once the list was read.
    pub encoding: Option<String>,
    pub separator: Option<char>,
    pub sheet: Option<String>,
    pub sheets: Vec<String>,
    /// How the list was read, in sentences, with the columns that are not used.
    pub notes: Vec<String>,
    pub columns: Vec<ColumnView>,
    pub choices: ImportChoices,
    pub counts: ImportCounts,
    /// Rows that are checked, applied or undone so far.
    pub processed: i64,
    /// The mass action that adds the members.
    pub mass_action: Option<MassActionId>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undoable: bool,
}

impl ImportView {
    /// Whether the importer still chooses what happens to the rows; of members and group courses there
    /// is only one thing to do.
    pub fn has_choices(&self) -> bool {
        self.state == ImportState::Checked && !self.kind.has_group()
    }
}

/// A column of the list, to be used for a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// As in the list; empty without headings.
    pub heading: String,
    /// The first values that are not blank, at most three; dots instead of passwords.
    pub samples: Vec<String>,
    /// Whether it may have passwords, and can be used for nothing else.
    pub is_secret: bool,
    pub field: Option<Field>,
    /// Why it is not used, as a sentence.
    pub unused: Option<String>,
}

/// A row of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRowView {
    /// Its place among the rows, from 1.
    pub place: i64,
    /// The number of its first line in the list, from 1.
    pub line: i64,
    pub verdict: RowVerdict,
    /// Who or what it is: a user's name, a group's, a course's; the typed text if unknown.
    pub title: String,
    /// What else is known: login, e-mail address, user type, groups ...
    pub details: String,
    pub changes: Vec<ChangeView>,
    pub problems: Vec<ProblemView>,
    /// The user of the row, if they exist.
    pub user: Option<UserId>,
}

/// What an update changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The label of the field.
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Why a row is left out, or what is to be known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemView {
    /// The heading of its cell, or the label of its field; empty if the whole row is meant.
    pub column: String,
    /// The cell as it is in the list; dots for a password.
    pub cell: String,
    /// A sentence.
    pub reason: String,
}

/// A row to be corrected in place: a field for each column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRowForm {
    pub place: i64,
    pub line: i64,
    pub cells: Vec<CellForm>,
}

/// A cell to be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellForm {
    /// The heading, or the number of the column.
    pub label: String,
    /// Empty for a password, which stays if nothing is typed.
    pub value: String,
    pub is_password: bool,
}
