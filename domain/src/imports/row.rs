//! The cells of a row, by the fields of their columns.
use super::{
    Record, cells,
    columns::{Column, Columns, Field},
    name_lists,
    names::{self, NameSplit},
};
use crate::{field_error::FieldCode, formulas};
use std::collections::HashSet;

/// A row, and the first problem that was found in its cells.
pub(super) struct Row<'a> {
    columns: &'a Columns,
    record: &'a Record,
    pub(super) problem: Option<(Field, FieldCode)>,
}

impl<'a> Row<'a> {
    pub(super) const fn new(columns: &'a Columns, record: &'a Record) -> Self {
        Self {
            columns,
            record,
            problem: None,
        }
    }

    /// Returns the first value that is not empty of the columns for a field.
    pub(super) fn text(&mut self, field: Field) -> String {
        let Some((_, cell)) = self.cells(field).next() else {
            return String::new();
        };
        self.read(field, cell)
    }

    fn read(&mut self, field: Field, cell: &str) -> String {
        cells::clean(cell).unwrap_or_else(|problem| self.refuse(field, FieldCode::Cell(problem)))
    }

    /// Returns the first value that is not empty, with those of the columns that have its parts, in their order.
    pub(super) fn whole(&mut self, field: Field) -> String {
        let mut has_whole = false;
        let used = self
            .cells(field)
            .filter(|(column, _)| column.is_part || !std::mem::replace(&mut has_whole, true));
        let texts: Vec<_> = used.map(|(_, cell)| self.read(field, cell)).collect();
        texts.join(" ")
    }

    /// Returns the values of all columns for a field that are not empty.
    pub(super) fn texts(&mut self, field: Field) -> Vec<String> {
        let texts = self.cells(field).map(|(_, cell)| self.read(field, cell));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Returns how the full name of this row is split.
    pub(super) fn name_split(&self) -> NameSplit {
        let column = self.cells(Field::FullName).next();
        column.map_or(names::split, |(column, _)| column.name_split())
    }

    /// Returns the password as typed: its signs and blanks count, those around it are of the table.
    pub(super) fn password(&mut self) -> String {
        let Some((_, cell)) = self.cells(Field::Password).next() else {
            return String::new();
        };
        match cells::clean(cell) {
            Ok(_) => cells::bare(cell).to_owned(),
            Err(problem) => self.refuse(Field::Password, FieldCode::Cell(problem)),
        }
    }

    /// Returns the names in all columns for a field, each once.
    pub(super) fn names(&mut self, field: Field) -> Vec<String> {
        let (mut names, mut seen) = (Vec::new(), HashSet::new());
        let cells: Vec<_> = self.cells(field).collect();
        for written in cells
            .into_iter()
            .flat_map(|(column, cell)| split(column, cell))
        {
            match cells::clean_unescaped(&written) {
                Ok(name) if name.is_empty() => {}
                Ok(name) if !seen.insert(name.to_lowercase()) => {}
                Ok(name) => names.push(name),
                Err(problem) => drop(self.refuse(field, FieldCode::Cell(problem))),
            }
        }
        names
    }

    /// Keeps the first problem of the row, and the field whose cell has it.
    pub(super) fn refuse(&mut self, field: Field, problem: FieldCode) -> String {
        self.problem.get_or_insert((field, problem));
        String::new()
    }

    /// The cells for a field that are not blank.
    fn cells(&self, field: Field) -> impl Iterator<Item = (&'a Column, &'a str)> + use<'a> {
        let (columns, record) = (self.columns, self.record);
        let cells = columns.places(field).filter_map(move |place| {
            let column = columns.0.get(place)?;
            Some((column, record.cell(place)))
        });
        cells.filter(|(_, cell)| !cells::is_blank(cell))
    }
}

/// The names of one cell.
fn split(column: &Column, cell: &str) -> Vec<String> {
    let cell = formulas::unescape(cells::bare(cell));
    if column.splits_at_commas && !cell.contains('"') {
        return name_lists::split(&cell.replace([',', '，', '、'], ";"));
    }
    name_lists::split(&cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::problems::CellProblem;

    fn columns(fields: &[Field]) -> Columns {
        let column = |field: &Field| Column::new(String::new(), Ok(*field));
        Columns(fields.iter().map(column).collect())
    }

    fn record(cells: &[&str]) -> Record {
        Record {
            line: 2,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    #[test]
    fn names_come_from_several_columns_and_cells() {
        let mut columns = columns(&[Field::Groups, Field::Groups, Field::Email, Field::Groups]);
        let record = record(&[
            "Bakers; Cooks, 2nd year",
            " bakers",
            "a@x.example",
            "\"A; B\"\n\u{200B}Hosts",
        ]);
        let names = |columns: &Columns| Row::new(columns, &record).names(Field::Groups);
        assert_eq!(
            names(&columns),
            ["Bakers", "Cooks, 2nd year", "A; B", "Hosts"]
        );
        columns.0[0].splits_at_commas = true;
        assert_eq!(
            names(&columns),
            ["Bakers", "Cooks", "2nd year", "A; B", "Hosts"]
        );
    }

    #[test]
    fn a_password_keeps_its_signs() {
        let columns = columns(&[Field::Password, Field::Password]);
        let read = |cell: &str| Row::new(&columns, &record(&["", cell])).password();
        assert_eq!(
            read("  '=horse  battery\u{AD}9\n"),
            "'=horse  battery\u{AD}9"
        );
        let lost = record(&["Stapler\u{FFFD}2026"]);
        let mut row = Row::new(&columns, &lost);
        assert_eq!(row.password(), "");
        let unreadable = FieldCode::Cell(CellProblem::Unreadable);
        assert_eq!(row.problem, Some((Field::Password, unreadable)));
    }
}
