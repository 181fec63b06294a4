//! A row of a list as a group.
use super::{
    Record,
    columns::{Columns, Field},
    row::Row,
    words::yes_or_no,
};
use crate::field_error::FieldCode;

/// One group of the list as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupImportLine {
    /// Its number in the list, from 1.
    pub line: usize,
    pub name: String,
    pub description: String,
    pub key: String,
    /// A number as typed, perhaps with a currency.
    pub price: String,
    /// Whether it is listed, if the row says so.
    pub listed: Option<bool>,
    /// Names of courses, each once.
    pub courses: Vec<String>,
    /// The name of a branch.
    pub branch: String,
    /// Why a cell of the line could not be read.
    pub problem: Option<(Field, FieldCode)>,
}

/// Returns the group of a row. What cannot be used is the line's problem.
pub fn line(columns: &Columns, record: &Record) -> GroupImportLine {
    let mut row = Row::new(columns, record);
    GroupImportLine {
        line: record.line,
        name: row.text(Field::GroupName),
        description: row.text(Field::Description),
        key: row.text(Field::Key),
        price: row.text(Field::Price),
        listed: listed(&mut row),
        courses: row.names(Field::Courses),
        branch: row.text(Field::Branch),
        problem: row.problem,
    }
}

fn listed(row: &mut Row<'_>) -> Option<bool> {
    let said = row.text(Field::Listed);
    let listed = yes_or_no(&said);
    if listed.is_none() && !said.is_empty() {
        row.refuse(Field::Listed, FieldCode::NotYesOrNo(said));
    }
    listed
}
