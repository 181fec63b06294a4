//! What is said above the result of a list: how it was read.
use super::{
    Record, cells,
    columns::{Column, Columns, Field, Unused},
    kind::ImportKind,
    row::Row,
    users,
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
    /// Lines that are not read, in a list without headings.
    Skipped(Vec<usize>),
    /// Without headings.
    UsedInOrder(Vec<Field>),
    /// Without headings, and the values do not say which column is which: the importer chooses.
    Unclear,
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
    /// A cell with several user types, as an example, and the one that is used.
    SeveralTypes { written: String, used: String },
    /// Text that was UTF-8 and was encoded again, as an example.
    EncodedTwice { written: String, read: String },
    /// Rows of a workbook that are hidden, and are read.
    HiddenRows(Vec<usize>),
    /// No column has these fields.
    Missing(Vec<Field>),
    /// Words between addresses that name no one.
    Words(Vec<String>),
}

impl Columns {
    /// Returns the notes about the columns of a list.
    pub fn notes(&self, kind: ImportKind, has_headings: bool, rows: &[Record]) -> Vec<ListNote> {
        if kind == ImportKind::Members {
            return self.notes_of_members(rows);
        }
        let unused = self.unused(rows, |column| column.usage.err());
        let unused = (!unused.is_empty()).then_some(ListNote::Unused(unused));
        let used = self.used();
        if used.is_empty() && !has_headings {
            return [ListNote::Unclear].into_iter().chain(unused).collect();
        }
        let used = if has_headings {
            ListNote::Used(used)
        } else {
            ListNote::UsedInOrder(used.into_iter().map(|(_, field)| field).collect())
        };
        let mut notes = vec![used];
        notes.extend(self.several());
        notes.extend(self.split(rows));
        notes.extend(self.several_types());
        notes.extend(unused);
        notes.extend(self.missing(kind));
        notes
    }

    /// In a list of members any login and any address counts.
    fn notes_of_members(&self, rows: &[Record]) -> Vec<ListNote> {
        let used: Vec<_> = self
            .used()
            .into_iter()
            .filter(|(heading, _)| !heading.is_empty())
            .collect();
        let unused = self.unused(rows, |column| {
            let is_named = |why: &Unused| match why {
                Unused::Unknown => false,
                Unused::NotNeeded => !column.heading.is_empty(),
                _ => true,
            };
            column.usage.err().filter(is_named)
        });
        let others = self.unused(rows, |column| {
            column.usage.err().filter(|why| *why == Unused::Unknown)
        });
        let others: Vec<_> = others
            .into_iter()
            .map(|(heading, ..)| heading)
            .filter(|heading| !heading.is_empty())
            .collect();
        let others = (!others.is_empty()).then_some(ListNote::Otherwise(others));
        let used = (!used.is_empty()).then_some(ListNote::Used(used));
        let unused = (!unused.is_empty()).then_some(ListNote::Unused(unused));
        used.into_iter().chain(others).chain(unused).collect()
    }

    /// Headings and the fields that their columns are used for.
    fn used(&self) -> Vec<(String, Field)> {
        let used = self.0.iter();
        used.filter_map(|column| Some((column.heading.clone(), column.usage.ok()?)))
            .collect()
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
            Field::Branch,
            Field::GroupName,
            Field::Description,
            Field::Key,
            Field::Price,
            Field::Listed,
        ];
        fields.into_iter().filter_map(|field| {
            let headings: Vec<_> = self
                .places(field)
                .filter(|place| !self.0[*place].is_part)
                .map(|place| self.0[place].heading.clone())
                .collect();
            (headings.len() > 1).then_some(ListNote::FirstOf(field, headings))
        })
    }

    fn several_types(&self) -> Option<ListNote> {
        let place = self.places(Field::UserType).next()?;
        let (written, used) = self.0.get(place)?.several_types.clone()?;
        Some(ListNote::SeveralTypes { written, used })
    }

    /// The first name that was split, as an example. Where both parts have columns, it is not.
    fn split(&self, rows: &[Record]) -> Option<ListNote> {
        let place = self.places(Field::FullName).next()?;
        let is_written = |row: &&Record| !cells::is_blank(row.cell(place));
        rows.iter().filter(is_written).find_map(|row| {
            let (first, last, is_split) = users::name(&mut Row::new(self, row));
            let is_split = is_split && !first.is_empty() && !last.is_empty();
            let full = || cells::shown(row.cell(place));
            is_split.then(|| ListNote::Split {
                full: full(),
                first,
                last,
            })
        })
    }

    fn missing(&self, kind: ImportKind) -> Option<ListNote> {
        let has = |field| self.has(field);
        let lacks = |field| match field {
            Field::Email => !has(Field::Email) && !has(Field::Login),
            Field::FirstName | Field::LastName => !has(field) && !has(Field::FullName),
            field => !has(field),
        };
        let needed: &[Field] = match kind {
            ImportKind::Users => &[Field::FirstName, Field::LastName, Field::Email],
            ImportKind::Members => &[],
            ImportKind::Groups => &[Field::GroupName],
            ImportKind::GroupCourses => &[Field::Courses],
        };
        let missing: Vec<_> = needed
            .iter()
            .copied()
            .filter(|field| lacks(*field))
            .collect();
        (!missing.is_empty()).then_some(ListNote::Missing(missing))
    }
}
