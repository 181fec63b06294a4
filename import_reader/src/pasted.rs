//! Lists that the forms of users and members send as a text.
use domain::{
    field_error::FieldCode,
    imports::{
        columns::{Columns, Field, Unused},
        members,
        notes::ListNote,
        problems::{CellProblem, ListRefusal},
        stored::{ImportKind, ReadList, ReadRow, ReadingOptions},
        users,
    },
    member_imports::MemberImportLine,
    messages,
    user_imports::UserImportLine,
    users::UserTypeOption,
};

/// A text that can be read as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    text: String,
}

/// The users on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserList {
    pub columns: Columns,
    /// In the order of their lines.
    pub lines: Vec<UserImportLine>,
    pub notes: Vec<ListNote>,
}

/// The people on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberList {
    /// In the order of their lines.
    pub lines: Vec<MemberImportLine>,
    pub notes: Vec<ListNote>,
}

/// Reads a text that was pasted, or that a browser made of a file.
///
/// # Errors
/// As for [`read`](crate::read), but a list may be empty.
pub fn read_text(text: &str) -> Result<List, ListRefusal> {
    if let Some(format) = crate::format::of_lost(text) {
        return Err(ListRefusal::Format(format));
    }
    let list = List { text: text.into() };
    match crate::format::of_bytes(text.as_bytes()) {
        Some(format) => Err(ListRefusal::Format(format)),
        None => list.read(ImportKind::Members, &[]).map(|_| list),
    }
}

impl List {
    fn read(&self, kind: ImportKind, types: &[UserTypeOption]) -> Result<ReadList, ListRefusal> {
        let read = crate::read(
            self.text.as_bytes(),
            &ReadingOptions::default(),
            kind,
            types,
        );
        match read {
            Err(ListRefusal::Empty) => Ok(ReadList::default()),
            read => read,
        }
    }

    /// Returns the users on the list. `types` are those that the importer can assign.
    ///
    /// # Errors
    /// [`ListRefusal::NoHeadings`]: the values do not say which column is which.
    pub fn users(&self, types: &[UserTypeOption]) -> Result<UserList, ListRefusal> {
        let list = self.read(ImportKind::Users, types)?;
        if list.notes.contains(&ListNote::Unclear) {
            return Err(ListRefusal::NoHeadings);
        }
        let line = |row: &ReadRow| match row.has_open_quote {
            false => users::line(&list.columns, &row.record),
            true => UserImportLine {
                line: row.record.line,
                problem: Some(FieldCode::Cell(CellProblem::OpenQuote)),
                ..UserImportLine::default()
            },
        };
        Ok(UserList {
            lines: list.rows.iter().map(line).collect(),
            columns: list.columns,
            notes: list
                .notes
                .into_iter()
                .flat_map(without_memberships)
                .collect(),
        })
    }

    /// Returns the people on the list.
    pub fn members(&self) -> MemberList {
        let list = self.read(ImportKind::Members, &[]).unwrap_or_default();
        let line = |row: &ReadRow| match row.has_open_quote {
            false => MemberImportLine {
                is_word: row.is_word,
                ..members::line(Some(&list.columns), &row.record)
            },
            // The line itself is not shown: a password may be on it.
            true => MemberImportLine {
                line: row.record.line,
                typed: messages::imports::cell(CellProblem::OpenQuote).to_owned(),
                ..MemberImportLine::default()
            },
        };
        MemberList {
            lines: list.rows.iter().map(line).collect(),
            notes: list.notes,
        }
    }
}

/// These forms add users to no groups, courses or branches: their columns are named as not used.
fn without_memberships(note: ListNote) -> Vec<ListNote> {
    let ListNote::Used(columns) = note else {
        return vec![note];
    };
    let is_of_user = |(_, field): &(String, Field)| {
        !matches!(field, Field::Groups | Field::Branch | Field::Courses)
    };
    let (used, others): (Vec<_>, Vec<_>) = columns.into_iter().partition(is_of_user);
    let unused = others
        .into_iter()
        .map(|(heading, _)| (heading, 0, Unused::NotNeeded));
    let unused: Vec<_> = unused.collect();
    let unused = (!unused.is_empty()).then_some(ListNote::Unused(unused));
    [ListNote::Used(used)].into_iter().chain(unused).collect()
}
