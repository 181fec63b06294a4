//! Which column of a list is used for which field, and why the others are not.
pub use super::fields::{Field, fields_of};
use super::names::{self, NameSplit};
use serde::{Deserialize, Serialize};

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
    /// A field that such a list does not need: the name of a member.
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
    /// Whether its heading has a word for passwords.
    #[serde(default)]
    pub has_passwords: bool,
    /// Whether its heading says that full names begin with the last name.
    #[serde(default)]
    pub has_last_names_first: bool,
    /// Whether its values are a part of those of the other columns for its field: the second surname.
    #[serde(default)]
    pub is_part: bool,
    /// Whether its values count only where no other column for its field has one.
    #[serde(default)]
    pub comes_last: bool,
    /// A cell with several user types, and the one of them that is used.
    #[serde(default)]
    pub several_types: Option<(String, String)>,
}

impl Column {
    pub const fn new(heading: String, usage: Result<Field, Unused>) -> Self {
        Self {
            heading,
            usage,
            splits_at_commas: false,
            has_passwords: false,
            has_last_names_first: false,
            is_part: false,
            comes_last: false,
            several_types: None,
        }
    }

    /// Returns how its full names are split.
    pub fn name_split(&self) -> NameSplit {
        if self.has_last_names_first {
            names::split_last_first
        } else {
            names::split
        }
    }

    /// Whether its values are shown to no one: its heading or values are those of passwords, or it is used for them.
    pub fn is_secret(&self) -> bool {
        self.has_passwords || matches!(self.usage, Ok(Field::Password) | Err(Unused::Password))
    }
}

/// The columns of a list, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(pub Vec<Column>);

impl Columns {
    /// Whether the importer can use the column at this place for a field: one about passwords is for passwords only.
    pub fn may_be(&self, place: usize, field: Field) -> bool {
        let column = self.0.get(place);
        column.is_some_and(|column| field == Field::Password || !column.has_passwords)
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
                (None, Ok(_)) if column.has_passwords => Err(Unused::Password),
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

    /// Returns the columns used for a field, from the left, and then those that come last.
    pub fn places(&self, field: Field) -> impl Iterator<Item = usize> {
        let used = move |comes_last: bool| {
            let columns = self.0.iter().enumerate();
            columns.filter(move |(_, column)| {
                column.usage == Ok(field) && column.comes_last == comes_last
            })
        };
        used(false).chain(used(true)).map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::{Record, stored::ImportKind};

    fn columns(headings: &[&str]) -> Columns {
        let cells = headings.iter().map(|heading| (*heading).to_owned());
        let record = Record {
            line: 1,
            cells: cells.collect(),
        };
        Columns::of_headings(ImportKind::Users, &record, &[], &[])
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
