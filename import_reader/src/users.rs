//! Users without headings: as mail programs write people, or by the values. What these do not tell, the importer
//! chooses.
use crate::{
    list::{self, Content, Source},
    people,
    table::Table,
};
use domain::{
    imports::{
        columns::{Columns, Field},
        notes::ListNote,
        problems::ListRefusal,
        stored::{ImportKind, ReadRow},
    },
    users::UserTypeOption,
};

pub fn without_headings(
    table: Table,
    source: &Source<'_>,
    types: &[UserTypeOption],
) -> Result<Content, ListRefusal> {
    if let Some(rows) = people::below_names(source) {
        return Ok(named(rows, Vec::new()));
    }
    let has_names = source.lines().any(people::has_named);
    let by_values = Columns::of_values(&table.rows, types).filter(|_| !has_names);
    if let Some(columns) = by_values {
        return list::of_table(table, columns, ImportKind::Users, false);
    }
    if has_names || is_of_addresses(source)? {
        people::check_size(source)?;
        let (rows, words) = people::rows(source);
        return Ok(named(rows, words));
    }
    let columns = Columns::unknown(&table.rows);
    list::of_table(table, columns, ImportKind::Users, false)
}

/// Whether the list has nothing but addresses.
fn is_of_addresses(source: &Source<'_>) -> Result<bool, ListRefusal> {
    if source.lines().any(people::is_long) {
        // A look at it takes memory.
        people::check_size(source)?;
    }
    Ok(source.lines().all(people::has_addresses_only))
}

/// Rows of name and address.
fn named(rows: Vec<ReadRow>, words: Vec<String>) -> Content {
    let columns = list::columns_of([Ok(Field::FullName), Ok(Field::Email)]);
    let records: Vec<_> = rows
        .iter()
        .take(1_000)
        .map(|row| row.record.clone())
        .collect();
    let words = (!words.is_empty()).then_some(ListNote::Words(words));
    let notes = columns.notes(ImportKind::Users, false, &records);
    Content {
        columns,
        rows,
        notes: words.into_iter().chain(notes).collect(),
    }
}
