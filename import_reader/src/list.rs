//! A list that was read, with the proposed use of its columns.
use crate::{encoding::UTF_8, members, records, separator, sheets::Book, table::Table, users};
use domain::{
    imports::{
        Record, cells,
        columns::{Column, Columns, Field, Unused},
        notes::ListNote,
        problems::ListRefusal,
        stored::{ImportKind, ReadList, ReadRow},
    },
    users::UserTypeOption,
};

/// Where the lines come from, for lists that are no tables.
pub enum Source<'a> {
    Text {
        text: &'a str,
        /// The line that says `sep=`.
        declaration: Option<usize>,
    },
    /// The rows of a sheet, with tabs between their cells.
    Sheet(Vec<(usize, String)>),
}

impl Source<'_> {
    /// Returns the lines that are not blank, without a `sep=` line.
    pub fn lines(&self) -> Box<dyn Iterator<Item = (usize, &str)> + '_> {
        match self {
            Self::Text { text, declaration } => {
                let is_written = |(line, text): &(usize, &str)| {
                    !cells::is_blank(text) && Some(*line) != *declaration
                };
                Box::new(records::lines(text).filter(is_written))
            }
            Self::Sheet(lines) => Box::new(lines.iter().map(|(line, text)| (*line, text.as_str()))),
        }
    }
}

/// What became of the records.
pub struct Content {
    pub columns: Columns,
    pub rows: Vec<ReadRow>,
    pub notes: Vec<ListNote>,
}

pub fn of_text(
    text: &str,
    encoding: &'static str,
    chosen: Option<char>,
    kind: ImportKind,
    types: &[UserTypeOption],
) -> Result<ReadList, ListRefusal> {
    // DOS programs end a file with a sign of its own.
    let text = text
        .trim_start_matches('\u{FEFF}')
        .trim_end_matches('\u{1A}');
    if let Some((before, _)) = text.split_once('\u{FFFD}') {
        let line = 1 + records::breaks(before);
        return Err(ListRefusal::LostCharacters { line });
    }
    let bare = separator::without_outer_quotes(text, kind);
    let text = bare.as_deref().unwrap_or(text);
    let mut visible = records::lines(text).filter(|(_, line)| !cells::is_blank(line));
    let declared = visible
        .next()
        .and_then(|(line, text)| Some((line, separator::declared(text)?)));
    let separator = chosen
        .or(declared.map(|(_, separator)| separator))
        .unwrap_or_else(|| separator::find(text, kind));
    let declaration = declared.map(|(line, _)| line);
    let dialect = separator::dialect(text, separator);
    let mut table = Table::of_text(text, dialect, declaration, kind);
    let is_guessed = chosen.is_none() && declared.is_none();
    if let Some(dialect) = table.dialect_of_names(kind, dialect).filter(|_| is_guessed) {
        table = Table::of_text(text, dialect, declaration, kind);
    }
    let source = Source::Text { text, declaration };
    let is_foreign = encoding != UTF_8;
    let notes = is_foreign.then(|| ListNote::Encoding(encoding.to_owned()));
    Ok(ReadList {
        encoding: encoding.to_owned(),
        separator: Some(separator),
        ..read(table, &source, notes.into_iter().collect(), kind, types)?
    })
}

pub fn of_sheet(
    book: Book,
    kind: ImportKind,
    types: &[UserTypeOption],
) -> Result<ReadList, ListRefusal> {
    let records = book.chosen.records;
    let is_lost = |record: &&Record| record.cells.iter().any(|cell| cell.contains('\u{FFFD}'));
    if let Some(record) = records.iter().find(is_lost) {
        return Err(ListRefusal::LostCharacters { line: record.line });
    }
    let source = Source::Sheet(lines_of(&records));
    let name = book.chosen.name;
    let others = book.names.iter().filter(|other| **other != name).cloned();
    let note = ListNote::Sheet {
        name: name.clone(),
        others: others.collect(),
    };
    let hidden = Some(book.chosen.hidden).filter(|hidden| !hidden.is_empty());
    let notes = [note].into_iter().chain(hidden.map(ListNote::HiddenRows));
    let notes = notes.collect();
    let table = Table::of_records(records, kind);
    Ok(ReadList {
        encoding: UTF_8.to_owned(),
        sheet: Some(name),
        sheets: book.names,
        ..read(table, &source, notes, kind, types)?
    })
}

fn lines_of(records: &[Record]) -> Vec<(usize, String)> {
    let text = |record: &Record| {
        let cells = record
            .cells
            .iter()
            .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
        (record.line, cells.collect::<Vec<_>>().join("\t"))
    };
    records.iter().map(text).collect()
}

fn read(
    mut table: Table,
    source: &Source<'_>,
    mut notes: Vec<ListNote>,
    kind: ImportKind,
    types: &[UserTypeOption],
) -> Result<ReadList, ListRefusal> {
    if let Some(refusal @ ListRefusal::TooManyRows { .. }) = table.refusal {
        return Err(refusal);
    }
    let (headings, skipped) = (table.headings.take(), table.skipped());
    let encoded_twice = table.encoded_twice.take();
    notes.extend(encoded_twice.map(|(written, read)| ListNote::EncodedTwice { written, read }));
    notes.extend(place_of_headings(headings.as_ref(), skipped));
    let content = match &headings {
        Some(headings) => {
            let columns = Columns::of_headings(kind, headings, &table.rows, types);
            of_table(table, columns, kind, true)
        }
        None => match kind {
            ImportKind::Users => users::without_headings(table, source, types),
            ImportKind::Members => members::without_headings(table, source),
            ImportKind::Groups => of_names(table, kind, Field::GroupName),
            ImportKind::GroupCourses => of_names(table, kind, Field::Courses),
        },
    }?;
    notes.extend(content.notes);
    Ok(ReadList {
        has_headings: headings.is_some(),
        columns: content.columns,
        notes,
        rows: content.rows,
        ..ReadList::default()
    })
}

fn place_of_headings(headings: Option<&Record>, skipped: Vec<usize>) -> Option<ListNote> {
    match headings {
        Some(headings) if headings.line > 1 || !skipped.is_empty() => Some(ListNote::Headings {
            line: headings.line,
            above: skipped,
        }),
        None if !skipped.is_empty() => Some(ListNote::Skipped(skipped)),
        _ => None,
    }
}

/// The rows of a table with columns.
///
/// # Errors
/// The table has more than a list can have.
pub fn of_table(
    table: Table,
    columns: Columns,
    kind: ImportKind,
    has_headings: bool,
) -> Result<Content, ListRefusal> {
    if let Some(refusal) = table.refusal {
        return Err(refusal);
    }
    let notes = columns.notes(kind, has_headings, &table.rows);
    Ok(Content {
        columns,
        rows: table.into_rows(),
        notes,
    })
}

/// The first cell without the mark or number of a list: `• Bread`, `2) Bread`.
fn marked(row: &Record) -> Option<&str> {
    let (mark, rest) = row
        .cells
        .first()?
        .trim_start()
        .split_once([' ', '\t', '\u{A0}'])?;
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_mark = ["•", "-", "*", "–", "·", "◦", "▪", "‣", "o"].contains(&mark);
    (is_number || is_mark)
        .then_some(rest)
        .filter(|rest| !cells::is_blank(rest))
}

/// Names without a heading: one column of them is what the list is of.
fn of_names(mut table: Table, kind: ImportKind, field: Field) -> Result<Content, ListRefusal> {
    if table.rows.iter().all(|row| marked(row).is_some()) {
        for row in &mut table.rows {
            let bare = marked(row).map(str::to_owned);
            if let (Some(cell), Some(bare)) = (row.cells.first_mut(), bare) {
                *cell = bare;
            }
        }
    }
    let widest = table.rows.iter().map(|row| row.cells.len()).max();
    let columns = match widest {
        Some(1) => Columns(vec![Column::new(String::new(), Ok(field))]),
        _ => Columns::unknown(&table.rows),
    };
    of_table(table, columns, kind, false)
}

/// Columns without headings, each used for its field, or not at all.
pub fn columns_of(usages: impl IntoIterator<Item = Result<Field, Unused>>) -> Columns {
    let column = |usage| Column::new(String::new(), usage);
    Columns(usages.into_iter().map(column).collect())
}
