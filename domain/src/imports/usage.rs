//! What each column of a list is used for, by its heading and values.
use super::{
    Record, cells,
    columns::{Column, Columns, Unused},
    commas,
    fields::{Field, fields_of},
    headings::meaning,
    kind::ImportKind,
    meaning::Meaning,
    states::state,
    stored::MAX_COLUMNS,
    values::Values,
    words,
};
use crate::users::{Email, UserTypeOption};

impl Columns {
    /// Returns the use of each column by its heading, and by its values where the heading alone does not tell.
    pub fn of_headings(
        kind: ImportKind,
        headings: &Record,
        rows: &[Record],
        types: &[UserTypeOption],
    ) -> Self {
        let meanings = Meanings::of(kind, headings);
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let width = widest.min(MAX_COLUMNS).max(headings.cells.len());
        let column = |place| {
            let heading = cells::shown(headings.cell(place));
            let values = Values { rows, place };
            let usage = meanings.usage(place, &values, types);
            let has_types = usage == Ok(Field::UserType);
            Column {
                several_types: has_types.then(|| values.several_types(types)).flatten(),
                has_passwords: meanings.at(place) == Some(Meaning::Password),
                has_last_names_first: meanings.at(place) == Some(Meaning::LastNameFirst),
                is_part: meanings.at(place) == Some(Meaning::PartOfLastName),
                comes_last: meanings.at(place) == Some(Meaning::OtherEmail),
                splits_at_commas: commas::separate_names(|| rows.iter().map(|row| row.cell(place))),
                ..Column::new(heading, usage)
            }
        };
        let mut columns = Self((0..width).map(column).collect());
        if matches!(kind, ImportKind::Users | ImportKind::Members) {
            columns.find_addresses(rows);
        }
        columns.keep_fields_of(kind);
        columns
    }

    /// Members are found by login and address alone, and courses of a group have no branch.
    fn keep_fields_of(&mut self, kind: ImportKind) {
        for column in &mut self.0 {
            column.usage = match column.usage {
                Ok(field) if fields_of(kind).contains(&field) => Ok(field),
                Err(why @ (Unused::Unknown | Unused::Password)) => Err(why),
                Err(why) if kind == ImportKind::Users => Err(why),
                _ => Err(Unused::NotNeeded),
            };
        }
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
}

/// What the headings mean, one by one.
struct Meanings {
    kind: ImportKind,
    all: Vec<Option<Meaning>>,
}

impl Meanings {
    fn of(kind: ImportKind, headings: &Record) -> Self {
        let all = headings.cells.iter().map(|cell| meaning(kind, cell));
        Self {
            kind,
            all: all.collect(),
        }
    }

    fn has(&self, meaning: Meaning) -> bool {
        self.all.contains(&Some(meaning))
    }

    fn at(&self, place: usize) -> Option<Meaning> {
        self.all.get(place).copied().flatten()
    }

    fn usage(
        &self,
        place: usize,
        values: &Values<'_>,
        types: &[UserTypeOption],
    ) -> Result<Field, Unused> {
        match self.at(place) {
            None if values.are_like_passwords() => Err(Unused::Password),
            None | Some(Meaning::Other) => Err(Unused::Unknown),
            Some(Meaning::Login) => self.login(values),
            Some(Meaning::UserId) if !self.has(Meaning::Login) && self.are_own_logins(values) => {
                Ok(Field::Login)
            }
            Some(Meaning::Name | Meaning::FullName) if self.kind == ImportKind::Groups => {
                self.name_unless(Meaning::GroupName, Field::GroupName)
            }
            Some(Meaning::Name | Meaning::FullName) if self.kind == ImportKind::GroupCourses => {
                self.name_unless(Meaning::Course, Field::Courses)
            }
            Some(Meaning::Name | Meaning::FullName | Meaning::LastNameFirst)
                if values.all(is_number) =>
            {
                Err(Unused::Unknown)
            }
            Some(Meaning::Name) => self.name(values),
            Some(Meaning::FullName | Meaning::LastNameFirst) => self.full_name(values),
            Some(meaning) => usage(meaning, values, types),
        }
    }

    /// A column *User* may have names.
    fn login(&self, values: &Values<'_>) -> Result<Field, Unused> {
        let has_names = values.most(|value| value.contains(' '));
        let is_elsewhere = self.has(Meaning::FirstName) || self.has(Meaning::LastName);
        match (has_names, is_elsewhere) {
            (false, _) => Ok(Field::Login),
            (true, false) => Ok(Field::FullName),
            (true, true) => Err(Unused::Unknown),
        }
    }

    /// Whether the values are made of names or addresses, as logins are and numbers are not.
    fn are_own_logins(&self, values: &Values<'_>) -> bool {
        use Meaning as M;
        let of_user = |place: &usize| {
            matches!(
                self.at(*place),
                Some(M::FirstName | M::LastName | M::Email | M::Name)
            )
        };
        let places: Vec<_> = (0..self.all.len()).filter(of_user).collect();
        values.are_made_of(&places)
    }

    /// A column of names has what no other column has.
    fn name(&self, values: &Values<'_>) -> Result<Field, Unused> {
        match (self.has(Meaning::FirstName), self.has(Meaning::LastName)) {
            (true, false) => Ok(Field::LastName),
            (false, true) => Ok(Field::FirstName),
            _ => self.full_name(values),
        }
    }

    /// With columns for first and last name, a full name counts where one of these is empty.
    fn full_name(&self, values: &Values<'_>) -> Result<Field, Unused> {
        let is_written = |row: &Record, meaning| {
            let mut places = (0..self.all.len()).filter(|place| self.at(*place) == Some(meaning));
            places.any(|place| !cells::is_blank(row.cell(place)))
        };
        let has_both = |row: &Record| {
            cells::is_blank(row.cell(values.place))
                || is_written(row, Meaning::FirstName) && is_written(row, Meaning::LastName)
        };
        let is_elsewhere = self.has(Meaning::FirstName) && self.has(Meaning::LastName);
        if is_elsewhere && values.rows.iter().all(has_both) {
            Err(Unused::NamesElsewhere)
        } else {
            Ok(Field::FullName)
        }
    }

    fn name_unless(&self, other: Meaning, field: Field) -> Result<Field, Unused> {
        if self.has(other) {
            Err(Unused::Unknown)
        } else {
            Ok(field)
        }
    }
}

/// Of a heading that means one thing, if the values agree.
fn usage(meaning: Meaning, values: &Values<'_>, types: &[UserTypeOption]) -> Result<Field, Unused> {
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
        Meaning::Email | Meaning::OtherEmail => Ok(Field::Email),
        Meaning::FirstName => Ok(Field::FirstName),
        Meaning::LastName | Meaning::PartOfLastName => Ok(Field::LastName),
        Meaning::UserType if !values.all(words::is_employment) || values.most(known_type) => {
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
        Meaning::GroupName => Ok(Field::GroupName),
        Meaning::Description => Ok(Field::Description),
        Meaning::Key => Ok(Field::Key),
        Meaning::Price => Ok(Field::Price),
        Meaning::Listed => Ok(Field::Listed),
        Meaning::Login
        | Meaning::UserId
        | Meaning::Name
        | Meaning::FullName
        | Meaning::LastNameFirst
        | Meaning::Other => Err(Unused::Unknown),
    }
}

/// The number of a person is no name.
fn is_number(value: &str) -> bool {
    value.contains(char::is_numeric) && !value.contains(char::is_alphabetic)
}
