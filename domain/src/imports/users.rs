//! A row of a list as a user.
use super::{
    Record, cells,
    columns::{Columns, Field, is_active},
    names,
    problems::CellProblem,
};
use crate::{field_error::FieldCode, user_imports::UserImportLine, users::Email};

/// Returns the user of a row. What cannot be used is the line's problem.
pub fn line(columns: &Columns, row: &Record) -> UserImportLine {
    let mut problem = None;
    let mut value = |field| {
        read(columns, row, field).unwrap_or_else(|found| {
            problem.get_or_insert(FieldCode::Cell(found));
            String::new()
        })
    };
    let (mut first_name, mut last_name) = (value(Field::FirstName), value(Field::LastName));
    let full_name = value(Field::FullName);
    let (mut email, login) = (value(Field::Email), value(Field::Login));
    let user_type = value(Field::UserType);
    let states = [Field::Active, Field::Suspended].map(|field| (field, value(field)));
    if email.is_empty() && Email::parse(&login).is_ok() {
        email.clone_from(&login);
    }
    let mut is_inactive = false;
    for (field, said) in states.into_iter().filter(|(_, said)| !said.is_empty()) {
        match is_active(&said, field) {
            Some(active) => is_inactive |= !active,
            None => {
                problem.get_or_insert(FieldCode::UnknownState(said));
            }
        }
    }
    if !full_name.is_empty() && (first_name.is_empty() || last_name.is_empty()) {
        match complete(&full_name, &first_name, &last_name) {
            Some((first, last)) => (first_name, last_name) = (first, last),
            None => {
                problem.get_or_insert(FieldCode::UnsplitName(full_name));
            }
        }
    }
    let line = row.line;
    UserImportLine {
        line,
        first_name,
        last_name,
        email,
        login,
        user_type,
        is_inactive,
        problem,
    }
}

/// Returns the first value that is not empty of the columns for a field.
fn read(columns: &Columns, row: &Record, field: Field) -> Result<String, CellProblem> {
    let mut values = columns
        .places(field)
        .map(|place| row.cell(place))
        .filter(|cell| !cells::is_blank(cell));
    values
        .next()
        .map_or_else(|| Ok(String::new()), cells::clean)
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
