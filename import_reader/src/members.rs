//! Members without headings: a table in which any address or login counts, or people one after the other.
use crate::{
    list::{self, Content, Source},
    people,
    table::Table,
};
use domain::imports::{
    columns::{Columns, Field, Unused},
    notes::ListNote,
    problems::ListRefusal,
    stored::ImportKind,
};

pub fn without_headings(table: Table, source: &Source<'_>) -> Result<Content, ListRefusal> {
    if is_table(&table, source) {
        let columns = Columns::of_addresses(&table.rows);
        return list::of_table(table, columns, ImportKind::Members, false);
    }
    people::check_size(source)?;
    let (rows, words) = match people::below_names(source) {
        Some(rows) => (rows, Vec::new()),
        None => people::rows(source),
    };
    Ok(Content {
        columns: list::columns_of([Err(Unused::NotNeeded), Ok(Field::Email)]),
        rows,
        notes: (!words.is_empty())
            .then_some(ListNote::Words(words))
            .into_iter()
            .collect(),
    })
}

/// Whether a list without headings has one person on each line, in columns.
fn is_table(table: &Table, source: &Source<'_>) -> bool {
    let has_columns = table.rows.len() > 1 && table.rows.iter().any(|row| row.cells.len() > 1);
    has_columns && !source.lines().any(people::has_several)
}
