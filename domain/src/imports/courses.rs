//! A row of a list as courses of one group.
use super::{
    Record,
    columns::{Columns, Field},
    row::Row,
};

/// Returns the names of the courses of a row, each once. A cell that cannot be read names none.
pub fn names(columns: &Columns, record: &Record) -> Vec<String> {
    Row::new(columns, record).names(Field::Courses)
}
