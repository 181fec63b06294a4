//! A row of a list as a user.
use super::{
    Record,
    addresses::{self, Person},
    columns::{Columns, Field},
    fold::narrow,
    names::NameSplit,
    problems::CellProblem,
    row::Row,
    states::is_active,
};
use crate::{field_error::FieldCode, user_imports::UserImportLine, users::Email};

/// Returns the user of a row. What cannot be used is the line's problem.
pub fn line(columns: &Columns, record: &Record) -> UserImportLine {
    let mut row = Row::new(columns, record);
    let (first_name, last_name, is_split) = name(&mut row);
    let written = row.text(Field::Email);
    let mut email =
        bare_address(written).unwrap_or_else(|problem| row.refuse(Field::Email, problem));
    let login = row.text(Field::Login);
    if email.is_empty() && Email::parse(&login).is_ok() {
        email.clone_from(&login);
    }
    UserImportLine {
        line: record.line,
        first_name,
        last_name,
        email,
        login,
        user_type: row.text(Field::UserType),
        is_split,
        active: active(&mut row),
        password: row.password(),
        groups: row.names(Field::Groups),
        branch: row.text(Field::Branch),
        courses: row.names(Field::Courses),
        problem: row.problem,
    }
}

/// `Ana Souza <ana@example.org>` without the name, and an address without what programs write around it.
///
/// # Errors
/// The cell has several addresses, and nothing says which of them is meant.
fn bare_address(cell: String) -> Result<String, FieldCode> {
    let is_quoted = cell.starts_with('\'') && cell.ends_with('\'');
    if cell.is_empty() || (!is_quoted && Email::parse(&cell).is_ok()) {
        return Ok(cell);
    }
    let (mut people, _) = addresses::people([(0, narrow(&cell).as_str())]);
    people.retain(|person| !person.is_word);
    // Google writes all addresses of a person in one cell, the main one first.
    let all_of_one = cell.contains(":::");
    let is_same = |one: &Person, other: &Person| one.text.eq_ignore_ascii_case(&other.text);
    let is_address = |person: &Person| addresses::is_address(&person.text);
    match people.as_slice() {
        [one, ..] if all_of_one => Ok(one.text.clone()),
        [one, others @ ..] if is_address(one) && others.iter().all(|other| is_same(one, other)) => {
            Ok(one.text.clone())
        }
        [_, _, ..] if people.iter().all(is_address) => {
            Err(FieldCode::Cell(CellProblem::SeveralAddresses))
        }
        _ => Ok(cell),
    }
}

/// First and last name, from a full name if one of them is missing, and whether it was split.
pub(super) fn name(row: &mut Row<'_>) -> (String, String, bool) {
    let (first, last) = (row.text(Field::FirstName), row.whole(Field::LastName));
    let full = row.text(Field::FullName);
    if full.is_empty() || !(first.is_empty() || last.is_empty()) {
        return (first, last, false);
    }
    // One name is enough, and nothing says that it is the last one.
    if first.is_empty() && last.is_empty() && is_one_word(&full) {
        return (full, last, true);
    }
    let split = row.name_split();
    let (first, last) = complete(&full, &first, &last, split).unwrap_or_else(|| {
        row.refuse(Field::FullName, FieldCode::UnsplitName(full));
        (first, last)
    });
    (first, last, true)
}

fn is_one_word(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || c == ',')
}

/// Whether the user is active; not if any of the columns says so, as directories have one for the account and one for
/// the person. `None`: no column says anything.
fn active(row: &mut Row<'_>) -> Option<bool> {
    let mut active = None;
    for field in [Field::Active, Field::Suspended] {
        for said in row.texts(field) {
            match is_active(&said, field) {
                Some(state) => active = Some(active.unwrap_or(true) && state),
                None => drop(row.refuse(field, FieldCode::UnknownState(said))),
            }
        }
    }
    active
}

/// Completes a name of which one part may be known.
fn complete(full: &str, first: &str, last: &str, split: NameSplit) -> Option<(String, String)> {
    let rest = match (first.is_empty(), last.is_empty()) {
        (false, true) => full.strip_prefix(first).map(|rest| (first, rest)),
        (true, false) => full.strip_suffix(last).map(|rest| (rest, last)),
        _ => None,
    };
    match rest.map(|(first, last)| (first.trim(), last.trim())) {
        Some((first, last)) if !first.is_empty() && !last.is_empty() => {
            Some((first.to_owned(), last.to_owned()))
        }
        _ => split(full),
    }
}
