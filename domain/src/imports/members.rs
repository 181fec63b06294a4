//! A row of a list as a member: whatever cell is a login or an address.
use super::{
    Record,
    addresses::{self, Person, is_address, looks_like_login},
    cells,
    columns::{Columns, Field, Unused},
};
use crate::member_imports::MemberImportLine;

/// Returns the row with the texts that can name its user. Cells of columns with names, groups or passwords cannot.
pub fn line(columns: Option<&Columns>, row: &Record) -> MemberImportLine {
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for (place, cell) in row.cells.iter().enumerate() {
        let Some(text) = cells::clean(cell).ok().filter(|text| !text.is_empty()) else {
            continue;
        };
        match role(columns, place, &text) {
            Role::First if is_address(&text) || addresses::addresses_in(&text) == 0 => {
                first.push(text)
            }
            Role::First => first.extend(
                addresses::people([(0, text.as_str())])
                    .0
                    .into_iter()
                    .map(|one| one.text),
            ),
            Role::Other => others.push(text),
            Role::None => {}
        }
    }
    let typed = first.first().or(others.first()).cloned();
    MemberImportLine {
        line: row.line,
        typed: typed.unwrap_or_else(|| shown(columns, row)),
        candidates: first,
        fallback: others,
        is_word: false,
    }
}

/// All cells but passwords, for a row that names no one.
fn shown(columns: Option<&Columns>, row: &Record) -> String {
    let cells = row.cells.iter().enumerate();
    let cells =
        cells.filter(|(place, cell)| !is_password(columns, *place) && !cells::is_blank(cell));
    cells
        .map(|(_, cell)| cell.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns someone on a list of addresses.
pub fn of_person(person: Person) -> MemberImportLine {
    let candidates = vec![person.text.clone()];
    let Person {
        line,
        text: typed,
        is_word,
        ..
    } = person;
    MemberImportLine {
        line,
        typed,
        candidates,
        fallback: Vec::new(),
        is_word,
    }
}

enum Role {
    /// Names the user.
    First,
    /// May name the user if nothing else does.
    Other,
    None,
}

fn role(columns: Option<&Columns>, place: usize, text: &str) -> Role {
    let Some(columns) = columns else {
        return if is_address(text) {
            Role::First
        } else if looks_like_login(text) {
            Role::Other
        } else {
            Role::None
        };
    };
    match columns.0.get(place).map(|column| column.usage) {
        Some(Ok(Field::Login | Field::Email)) => Role::First,
        Some(Err(Unused::Unknown)) if is_address(text) || looks_like_login(text) => Role::Other,
        _ => Role::None,
    }
}

fn is_password(columns: Option<&Columns>, place: usize) -> bool {
    columns
        .and_then(|columns| columns.0.get(place))
        .is_some_and(super::columns::Column::is_secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::stored::ImportKind;

    fn row(cells: &[&str]) -> Record {
        Record {
            line: 2,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    #[test]
    fn any_cell_that_can_be_a_login_or_an_address_counts() {
        let headings = row(&["username", "firstname", "Employee no", "email", "Password"]);
        let rows = [row(&[
            "x12345",
            "Ana",
            "e42",
            "ana@x.example",
            "Horse-battery-9",
        ])];
        let columns = Columns::of_headings(ImportKind::Members, &headings, &rows, &[]);
        let line = line(Some(&columns), &rows[0]);
        assert_eq!(line.candidates, ["x12345", "ana@x.example"]);
        assert_eq!(line.fallback, ["e42"]);
    }

    #[test]
    fn a_password_is_not_even_shown() {
        let headings = row(&["E-mail", "Password"]);
        let rows = [row(&["", "Horse-battery-9"])];
        let columns = Columns::of_headings(ImportKind::Members, &headings, &rows, &[]);
        let line = line(Some(&columns), &rows[0]);
        assert_eq!(
            (
                line.typed.as_str(),
                line.candidates.len(),
                line.fallback.len()
            ),
            ("", 0, 0)
        );
    }

    #[test]
    fn without_headings_an_address_comes_before_a_login() {
        let line = line(None, &row(&["Ana", "ana7", "ana@x.example"]));
        assert_eq!(
            (line.candidates, line.fallback),
            (vec!["ana@x.example".into()], vec!["ana7".into()])
        );
    }
}
