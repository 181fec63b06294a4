//! What is said above the result of a list: how it was read.
use super::{
    Record, cells,
    columns::{Column, Columns, Field, Unused},
    names,
};

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "orm", derive(serde::Serialize, serde::Deserialize))]
pub enum ListNote {
    /// The encoding, if it is not UTF-8.
    Encoding(String),
    /// The sheet of a workbook, and the others that are not blank.
    Sheet { name: String, others: Vec<String> },
    /// The line of the headings, and those above it, which are not read.
    Headings { line: usize, above: Vec<usize> },
    /// Headings and the fields that their columns are used for.
    Used(Vec<(String, Field)>),
    /// Without headings.
    UsedInOrder(Vec<Field>),
    /// Headings of columns that are not used; their numbers, from 1, if they have none.
    Unused(Vec<(String, usize, Unused)>),
    /// Columns that are looked at where no other names a user.
    Otherwise(Vec<String>),
    /// Several columns for one field.
    FirstOf(Field, Vec<String>),
    Split {
        full: String,
        first: String,
        last: String,
    },
    /// No column has these fields.
    Missing(Vec<Field>),
    /// Words between addresses that name no one.
    Words(Vec<String>),
}

impl Columns {
    /// Returns the notes about the columns of a list of users.
    pub fn notes(&self, has_headings: bool, rows: &[Record]) -> Vec<ListNote> {
        let columns = || self.0.iter();
        let used =
            columns().filter_map(|column| Some((column.heading.clone(), column.usage.ok()?)));
        let used = if has_headings {
            ListNote::Used(used.collect())
        } else {
            ListNote::UsedInOrder(used.map(|(_, field)| field).collect())
        };
        let unused = self.unused(rows, |column| column.usage.err());
        let mut notes = vec![used];
        notes.extend(self.several());
        notes.extend(self.split(rows));
        notes.extend((!unused.is_empty()).then_some(ListNote::Unused(unused)));
        notes.extend(self.missing());
        notes
    }

    /// Returns the notes about the columns of a list of members, in which any login and any address counts.
    pub fn notes_of_members(&self, rows: &[Record]) -> Vec<ListNote> {
        let names = |column: &Column| {
            let field = column.usage.ok()?;
            let names = matches!(field, Field::Login | Field::Email);
            names.then(|| (column.heading.clone(), field))
        };
        let used: Vec<_> = self.0.iter().filter_map(names).collect();
        let unused = self.unused(rows, |column| match column.usage {
            Ok(Field::Login | Field::Email) => None,
            Ok(_) => Some(Unused::Unknown),
            Err(Unused::Unknown) => None,
            Err(why) => Some(why),
        });
        let others = self.unused(rows, |column| {
            column.usage.err().filter(|why| *why == Unused::Unknown)
        });
        let others: Vec<_> = others.into_iter().map(|(heading, ..)| heading).collect();
        let others: Vec<_> = others
            .into_iter()
            .filter(|heading| !heading.is_empty())
            .collect();
        let others = (!others.is_empty()).then_some(ListNote::Otherwise(others));
        let used = (!used.is_empty()).then_some(ListNote::Used(used));
        let unused = (!unused.is_empty()).then_some(ListNote::Unused(unused));
        used.into_iter().chain(others).chain(unused).collect()
    }

    /// The columns that are not used, but those without a heading and values.
    fn unused(
        &self,
        rows: &[Record],
        why: impl Fn(&Column) -> Option<Unused>,
    ) -> Vec<(String, usize, Unused)> {
        let unused = self.0.iter().enumerate().filter_map(|(place, column)| {
            let why = why(column)?;
            let is_blank = |row: &Record| cells::is_blank(row.cell(place));
            let is_empty = column.heading.is_empty() && rows.iter().all(is_blank);
            (!is_empty).then(|| (column.heading.clone(), place + 1, why))
        });
        unused.collect()
    }

    fn several(&self) -> impl Iterator<Item = ListNote> {
        let fields = [
            Field::FirstName,
            Field::LastName,
            Field::FullName,
            Field::Email,
            Field::Login,
            Field::UserType,
        ];
        fields.into_iter().filter_map(|field| {
            let headings: Vec<_> = self
                .places(field)
                .map(|place| self.0[place].heading.clone())
                .collect();
            (headings.len() > 1).then_some(ListNote::FirstOf(field, headings))
        })
    }

    /// The first name that was split, as an example.
    fn split(&self, rows: &[Record]) -> Option<ListNote> {
        let place = self.places(Field::FullName).next()?;
        let full = rows
            .iter()
            .filter_map(|row| cells::clean(row.cell(place)).ok());
        full.filter_map(|full| {
            let (first, last) = names::split(&full)?;
            Some(ListNote::Split { full, first, last })
        })
        .next()
    }

    fn missing(&self) -> Option<ListNote> {
        let has = |field| self.has(field);
        let lacks = |field| match field {
            Field::Email => !has(Field::Email) && !has(Field::Login),
            field => !has(field) && !has(Field::FullName),
        };
        let fields = [Field::FirstName, Field::LastName, Field::Email];
        let missing: Vec<_> = fields.into_iter().filter(|field| lacks(*field)).collect();
        (!missing.is_empty()).then_some(ListNote::Missing(missing))
    }
}
