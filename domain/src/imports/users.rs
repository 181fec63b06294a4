//! A row of a list as a user.
use super::{
    Record, addresses, cells,
    columns::{Columns, Field, is_active},
    names,
};
use crate::{field_error::FieldCode, user_imports::UserImportLine, users::Email};

/// Returns the user of a row. What cannot be used is the line's problem.
pub fn line(columns: &Columns, row: &Record) -> UserImportLine {
    let mut cells = Cells {
        columns,
        row,
        problem: None,
        is_split: false,
    };
    let (first_name, last_name) = cells.name();
    let (mut email, login) = (
        bare_address(cells.read(Field::Email)),
        cells.read(Field::Login),
    );
    if email.is_empty() && Email::parse(&login).is_ok() {
        email.clone_from(&login);
    }
    UserImportLine {
        line: row.line,
        first_name,
        last_name,
        email,
        login,
        user_type: cells.read(Field::UserType),
        is_split: cells.is_split,
        is_inactive: cells.says_inactive(Field::Active) | cells.says_inactive(Field::Suspended),
        problem: cells.problem,
    }
}

/// `Ana Souza <ana@example.org>` without the name.
fn bare_address(cell: String) -> String {
    if cell.is_empty() || Email::parse(&cell).is_ok() {
        return cell;
    }
    let (people, _) = addresses::people([(0, cell.as_str())]);
    match people.as_slice() {
        [one] if Email::parse(&one.text).is_ok() => one.text.clone(),
        _ => cell,
    }
}

/// The cells of a row, and the first problem that was found in them.
struct Cells<'a> {
    columns: &'a Columns,
    row: &'a Record,
    problem: Option<FieldCode>,
    is_split: bool,
}

impl Cells<'_> {
    /// Returns the first value that is not empty of the columns for a field.
    fn read(&mut self, field: Field) -> String {
        let mut written = self.columns.places(field).map(|place| self.row.cell(place));
        let Some(cell) = written.find(|cell| !cells::is_blank(cell)) else {
            return String::new();
        };
        cells::clean(cell).unwrap_or_else(|problem| self.refuse(FieldCode::Cell(problem)))
    }

    fn refuse(&mut self, problem: FieldCode) -> String {
        self.problem.get_or_insert(problem);
        String::new()
    }

    /// First and last name, from a full name if one of them is missing.
    fn name(&mut self) -> (String, String) {
        let (first, last) = (self.read(Field::FirstName), self.read(Field::LastName));
        let full = self.read(Field::FullName);
        if full.is_empty() || !(first.is_empty() || last.is_empty()) {
            return (first, last);
        }
        self.is_split = true;
        complete(&full, &first, &last).unwrap_or_else(|| {
            self.refuse(FieldCode::UnsplitName(full));
            (first, last)
        })
    }

    fn says_inactive(&mut self, field: Field) -> bool {
        let said = self.read(field);
        if said.is_empty() {
            return false;
        }
        match is_active(&said, field) {
            Some(active) => !active,
            None => {
                self.refuse(FieldCode::UnknownState(said));
                false
            }
        }
    }
}

/// Completes a name of which one part may be known.
fn complete(full: &str, first: &str, last: &str) -> Option<(String, String)> {
    let rest = match (first.is_empty(), last.is_empty()) {
        (false, true) => full.strip_prefix(first).map(|rest| (first, rest)),
        (true, false) => full.strip_suffix(last).map(|rest| (rest, last)),
        _ => None,
    };
    match rest.map(|(first, last)| (first.trim(), last.trim())) {
        Some((first, last)) if !first.is_empty() && !last.is_empty() => {
            Some((first.to_owned(), last.to_owned()))
        }
        _ => names::split(full),
    }
}
