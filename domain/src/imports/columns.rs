//! Which column of a list is used for which field, and why the others are not.
pub use super::fields::{Field, fields_of};
use super::{Record, cells, headings::meaning, meaning::Meaning, words};
use crate::users::{Email, UserTypeOption};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Why a column is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unused {
    /// Nothing that such a list needs. In a list of members it is looked at where no other column names a user.
    Unknown,
    /// A password, or what is about one: never shown, never anything else, and used only if the importer says so.
    Password,
    /// Its heading may mean user types, its values do not.
    NotTypes,
    /// Its heading may mean active or not, its values do not.
    NotStates,
    /// First and last name have columns of their own.
    NamesElsewhere,
    /// A field of users, which a list of members does not need.
    NotNeeded,
    /// The importer chose so.
    Chosen,
    /// The importer lacks a permission for it.
    NotAllowed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// As in the list, cleaned; empty without a heading row.
    pub heading: String,
    pub usage: Result<Field, Unused>,
    /// Whether commas separate the names in its cells, as semicolons always do: the cells make that certain.
    #[serde(default)]
    pub splits_at_commas: bool,
}

impl Column {
    /// Whether its values are shown to no one: its heading has a word for passwords, or it is used for them.
    pub fn is_secret(&self) -> bool {
        self.usage == Ok(Field::Password)
            || self.usage == Err(Unused::Password)
            || meaning(&self.heading) == Some(Meaning::Password)
    }
}

/// The columns of a list, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(pub Vec<Column>);

/// How many rows tell what the values of a column are.
pub(super) const SAMPLE: usize = 1_000;

/// Rows may be longer than the headings; cells beyond this column are no one's.
const MAX_WIDTH: usize = 256;

impl Columns {
    /// Returns the use of each column by its heading, and by its values where the heading alone does not tell.
    pub fn of_headings(headings: &Record, rows: &[Record], types: &[UserTypeOption]) -> Self {
        let cleaned = headings
            .cells
            .iter()
            .map(|cell| cells::clean(cell).unwrap_or_default());
        let meanings: Vec<_> = headings.cells.iter().map(|cell| meaning(cell)).collect();
        let has = |wanted| meanings.contains(&Some(wanted));
        let names = (has(Meaning::FirstName), has(Meaning::LastName));
        let column = |(place, heading): (usize, String)| {
            let values = Values { rows, place };
            let usage = match meanings.get(place).copied().flatten() {
                Some(meaning) => usage(meaning, names, &values, types),
                None => Err(Unused::Unknown),
            };
            Column {
                heading,
                usage,
                splits_at_commas: false,
            }
        };
        let mut columns: Vec<_> = cleaned.enumerate().map(column).collect();
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        while columns.len() < widest.min(MAX_WIDTH) {
            let heading = String::new();
            columns.push(Column {
                heading,
                usage: Err(Unused::Unknown),
                splits_at_commas: false,
            });
        }
        let mut columns = Self(columns);
        columns.find_addresses(rows);
        columns
    }

    /// Without a column of e-mail addresses, uses the first other one whose values are addresses, each of them once.
    fn find_addresses(&mut self, rows: &[Record]) {
        let is_email = |value: &str| Email::parse(value).is_ok();
        let of = |place| Values { rows, place };
        let has_logins = self
            .places(Field::Login)
            .any(|place| of(place).most(is_email));
        if self.has(Field::Email) || has_logins {
            return;
        }
        let unknown = self.0.iter_mut().enumerate();
        let mut unknown = unknown.filter(|(_, column)| column.usage == Err(Unused::Unknown));
        let found =
            unknown.find(|(place, _)| of(*place).all(is_email) && of(*place).are_different());
        if let Some((_, column)) = found {
            column.usage = Ok(Field::Email);
        }
    }

    /// Whether the importer can use the column at this place for a field: one about passwords is for passwords only.
    pub fn may_be(&self, place: usize, field: Field) -> bool {
        let column = self.0.get(place);
        column.is_some_and(|column| {
            field == Field::Password || meaning(&column.heading) != Some(Meaning::Password)
        })
    }

    /// Returns the columns as the importer chose: a field for each place, or none. A choice that is not allowed leaves
    /// its column unused, and an unused column that was not chosen keeps its reason.
    pub fn with(mut self, fields: &[Option<Field>]) -> Self {
        for place in 0..self.0.len() {
            let chosen = fields.get(place).copied().flatten();
            let chosen = chosen.filter(|field| self.may_be(place, *field));
            let Some(column) = self.0.get_mut(place) else {
                continue;
            };
            column.usage = match (chosen, column.usage) {
                (Some(field), _) => Ok(field),
                (None, Ok(Field::Password)) => Err(Unused::Password),
                (None, Ok(_)) => Err(Unused::Chosen),
                (None, unused) => unused,
            };
        }
        self
    }

    /// Uses the columns about passwords for them, unless a column is used for passwords already.
    pub fn with_passwords(mut self) -> Self {
        if !self.has(Field::Password) {
            let unused = |column: &&mut Column| column.usage == Err(Unused::Password);
            for column in self.0.iter_mut().filter(unused) {
                column.usage = Ok(Field::Password);
            }
        }
        self
    }

    pub fn has(&self, field: Field) -> bool {
        self.places(field).next().is_some()
    }

    /// Returns the columns used for a field, from the left.
    pub fn places(&self, field: Field) -> impl Iterator<Item = usize> {
        let used = self.0.iter().enumerate();
        used.filter(move |(_, column)| column.usage == Ok(field))
            .map(|(place, _)| place)
    }
}

fn usage(
    meaning: Meaning,
    names: (bool, bool),
    values: &Values<'_>,
    types: &[UserTypeOption],
) -> Result<Field, Unused> {
    let known_type =
        |value: &str| words::user_type(value, types).is_some() || words::is_role(value);
    let known_state = |value: &str| state(value).is_some();
    let states = |used, field| {
        if used {
            Ok(field)
        } else {
            Err(Unused::NotStates)
        }
    };
    match meaning {
        Meaning::Login if !values.most(|value| value.contains(' ')) => Ok(Field::Login),
        // A column *User* may have names.
        Meaning::Login if names == (false, false) => Ok(Field::FullName),
        Meaning::Login => Err(Unused::Unknown),
        Meaning::Email => Ok(Field::Email),
        Meaning::FirstName => Ok(Field::FirstName),
        Meaning::LastName => Ok(Field::LastName),
        Meaning::Name if names == (true, false) => Ok(Field::LastName),
        Meaning::Name if names == (false, true) => Ok(Field::FirstName),
        Meaning::Name | Meaning::FullName if names == (true, true) => Err(Unused::NamesElsewhere),
        Meaning::Name | Meaning::FullName => Ok(Field::FullName),
        Meaning::UserType if !values.all(is_foreign_type) || values.most(known_type) => {
            Ok(Field::UserType)
        }
        Meaning::Type if values.most(known_type) => Ok(Field::UserType),
        Meaning::UserType | Meaning::Type => Err(Unused::NotTypes),
        Meaning::Active => states(values.any_or_none(known_state), Field::Active),
        Meaning::Suspended => states(values.any_or_none(known_state), Field::Suspended),
        Meaning::Status => states(values.most(known_state), Field::Active),
        Meaning::Password => Err(Unused::Password),
        Meaning::Group => Ok(Field::Groups),
        Meaning::Branch => Ok(Field::Branch),
        Meaning::Course => Ok(Field::Courses),
        Meaning::Other => Err(Unused::Unknown),
    }
}

/// Directories call everyone a member or a guest; neither says what they may do here.
fn is_foreign_type(value: &str) -> bool {
    ["member", "guest", "external", "internal"].contains(&value.to_lowercase().as_str())
}

/// Returns whether the value says *active*: a state such as *Suspended*, or yes.
fn state(value: &str) -> Option<bool> {
    match meaning(value) {
        Some(Meaning::Active) => Some(true),
        Some(Meaning::Suspended) => Some(false),
        _ => words::yes_or_no(value),
    }
}

/// Returns whether a user is active by this value of a column; `None` if the value is unknown.
pub fn is_active(value: &str, field: Field) -> Option<bool> {
    let is_state = matches!(meaning(value), Some(Meaning::Active | Meaning::Suspended));
    let said = state(value)?;
    Some(if field == Field::Suspended && !is_state {
        !said
    } else {
        said
    })
}

struct Values<'a> {
    rows: &'a [Record],
    place: usize,
}

impl Values<'_> {
    fn read(&self) -> impl Iterator<Item = String> {
        let cells = self
            .rows
            .iter()
            .take(SAMPLE)
            .map(|row| row.cell(self.place));
        cells
            .filter(|cell| !cells::is_blank(cell))
            .filter_map(|cell| cells::clean(cell).ok())
    }

    /// Whether at least half of the values, and one, are as asked.
    fn most(&self, is: impl Fn(&str) -> bool) -> bool {
        let (mut yes, mut all) = (0, 0);
        for value in self.read() {
            all += 1;
            yes += usize::from(is(&value));
        }
        yes > 0 && yes * 2 >= all
    }

    fn are_different(&self) -> bool {
        let mut seen = HashSet::new();
        self.read().all(|value| seen.insert(value.to_lowercase()))
    }

    /// Whether there are values, all of them as asked.
    fn all(&self, is: impl Fn(&str) -> bool) -> bool {
        let mut values = self.read().peekable();
        values.peek().is_some() && values.all(|value| is(&value))
    }

    /// Whether a value is as asked, or the column is empty.
    fn any_or_none(&self, is: impl Fn(&str) -> bool) -> bool {
        let mut values = self.read().peekable();
        values.peek().is_none() || values.any(|value| is(&value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &[&str]) -> Columns {
        let cells = headings.iter().map(|heading| (*heading).to_owned());
        let record = Record {
            line: 1,
            cells: cells.collect(),
        };
        Columns::of_headings(&record, &[], &[])
    }

    #[test]
    fn a_password_column_is_used_for_passwords_only() {
        let read = columns(&["E-mail", "Initial password", "Bio"]);
        assert_eq!(read.0[1].usage, Err(Unused::Password));
        let chosen = |field| read.clone().with(&[Some(Field::Email), Some(field), None]);
        assert_eq!(chosen(Field::Login), read);
        let used = chosen(Field::Password);
        assert_eq!(used.0[1].usage, Ok(Field::Password));
        assert!(used.0[1].is_secret());
        assert_eq!(used.with(&[Some(Field::Email)]), read);
        assert!(read.may_be(2, Field::Login) && !read.may_be(3, Field::Login));
    }

    #[test]
    fn a_column_that_is_not_chosen_says_so() {
        let read = columns(&["E-mail", "Bio"]).with(&[None, Some(Field::Groups)]);
        assert_eq!(read.0[0].usage, Err(Unused::Chosen));
        assert_eq!(read.0[1].usage, Ok(Field::Groups));
    }
}
