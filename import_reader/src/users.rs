//! A list of users: each row as the user it would add.
use crate::List;
use domain::{
    field_error::FieldCode,
    imports::{
        Record, addresses,
        columns::{Column, Columns, Field},
        notes::ListNote,
        problems::{CellProblem, ListRefusal},
        users,
    },
    user_imports::UserImportLine,
    users::UserTypeOption,
};

/// The users on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserList {
    pub columns: Columns,
    /// In the order of their lines.
    pub lines: Vec<UserImportLine>,
    pub notes: Vec<ListNote>,
}

impl List {
    /// Returns the users on the list. `types` are those that the importer can assign.
    ///
    /// # Errors
    /// [`ListRefusal::NoHeadings`]: the values do not say which column is which.
    pub fn users(&self, types: &[UserTypeOption]) -> Result<UserList, ListRefusal> {
        let mut notes = self.notes();
        let (columns, rows) = match &self.headings {
            Some(headings) => (
                Columns::of_headings(headings, &self.rows, types),
                self.rows.clone(),
            ),
            None if self.rows.is_empty() => (Columns::default(), Vec::new()),
            None => self.without_headings(types, &mut notes)?,
        };
        if !rows.is_empty() {
            notes.extend(columns.notes(self.headings.is_some(), &rows));
        }
        let lines = rows.iter().map(|row| users::line(&columns, row));
        let open = self.open_quotes.iter().map(|record| UserImportLine {
            line: record.line,
            problem: Some(FieldCode::Cell(CellProblem::OpenQuote)),
            ..UserImportLine::default()
        });
        let mut lines: Vec<_> = lines.chain(open).collect();
        lines.sort_by_key(|line| line.line);
        Ok(UserList {
            columns,
            lines,
            notes,
        })
    }

    /// As mail programs write people, or by the values.
    fn without_headings(
        &self,
        types: &[UserTypeOption],
        notes: &mut Vec<ListNote>,
    ) -> Result<(Columns, Vec<Record>), ListRefusal> {
        let (people, words) = addresses::people(self.list_lines());
        let has_names = people.iter().any(|person| person.name.is_some());
        let by_values = Columns::of_values(&self.rows, types).filter(|_| !has_names);
        if let Some(columns) = by_values {
            return Ok((columns, self.rows.clone()));
        }
        let are_addresses = people
            .iter()
            .all(|person| addresses::is_address(&person.text))
            && words.is_empty();
        if !has_names && !are_addresses {
            return Err(ListRefusal::NoHeadings);
        }
        notes.extend((!words.is_empty()).then_some(ListNote::Words(words)));
        let column = |field| Column {
            heading: String::new(),
            usage: Ok(field),
            splits_at_commas: false,
        };
        let rows = people.into_iter().map(|person| Record {
            line: person.line,
            cells: vec![person.name.unwrap_or_default(), person.text],
        });
        Ok((
            Columns(vec![column(Field::FullName), column(Field::Email)]),
            rows.collect(),
        ))
    }

    /// The lines without a `sep=` line.
    pub(crate) fn list_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_above = |line: usize| self.above.iter().any(|record| record.line == line);
        let lines = self.lines.iter().filter(move |(line, _)| !is_above(*line));
        lines.map(|(line, text)| (*line, text.as_str()))
    }
}
