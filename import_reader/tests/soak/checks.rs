//! What holds for every list that is read.
use crate::inputs::{Case, SECRET};
use domain::{
    imports::{
        columns::{Field, Unused, fields_of},
        courses, groups, members,
        notes::ListNote,
        stored::{ImportKind, ReadList},
        users,
    },
    messages,
};
use std::collections::BTreeSet;

/// Reads the list. Returns how many rows it has; `None` if it is refused.
pub fn check(case: &Case) -> Result<Option<u64>, String> {
    let read = import_reader::read(&case.bytes, &case.options, case.import, &[]);
    let list = match read {
        Ok(list) => list,
        Err(refusal) => {
            messages::imports::refusal(&refusal);
            return Ok(None);
        }
    };
    if list.rows.is_empty() {
        return Err("a list without rows".into());
    }
    if !list.rows.is_sorted_by_key(|row| row.record.line) {
        return Err("rows in another order".into());
    }
    let foreign = list.columns.0.iter().filter_map(|column| column.usage.ok());
    if let Some(field) = foreign
        .into_iter()
        .find(|field| !fields_of(case.import).contains(field))
    {
        return Err(format!("a column is used as {field:?}"));
    }
    if let Some(text) = &case.text {
        nothing_vanishes(text, &list)?;
    }
    let shown = shown(&list, case.import);
    if case.has_secrets && shown.contains(SECRET) {
        return Err(format!("a password is shown: {shown}"));
    }
    Ok(Some(list.rows.len() as u64))
}

/// What pages show of a list: notes, headings, samples, and the rows as they are understood.
fn shown(list: &ReadList, kind: ImportKind) -> String {
    let mut shown: String = list.notes.iter().map(messages::imports::note).collect();
    for (place, column) in list.columns.0.iter().enumerate() {
        shown.push_str(&column.heading);
        let rows = list
            .rows
            .iter()
            .filter(|row| !column.is_secret() && !row.has_open_quote);
        rows.for_each(|row| shown.push_str(row.record.cell(place)));
    }
    for row in list.rows.iter().filter(|row| !row.has_open_quote) {
        let (columns, record) = (&list.columns, &row.record);
        shown.push_str(&match kind {
            ImportKind::Users => format!("{:?}", users::line(columns, record)),
            ImportKind::Members => format!("{:?}", members::line(Some(columns), record)),
            ImportKind::Groups => format!("{:?}", groups::line(columns, record)),
            ImportKind::GroupCourses => format!("{:?}", courses::names(columns, record)),
        });
    }
    shown
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Each letter is in a row, a heading or a line that a note names. Of a list of people, each address is.
fn nothing_vanishes(text: &str, list: &ReadList) -> Result<(), String> {
    let cells = list.rows.iter().flat_map(|row| &row.record.cells);
    if is_of_people(list) {
        let words = list.notes.iter().filter_map(|note| match note {
            ListNote::Words(words) => Some(words),
            _ => None,
        });
        let kept: String = cells.chain(words.flatten()).map(String::as_str).collect();
        let skipped = skipped_text(text, list);
        let (kept, written) = (ats(&kept) + ats(&skipped), ats(text));
        return (kept == written)
            .then_some(())
            .ok_or_else(|| format!("{kept} of {written} addresses are kept"));
    }
    let headings = list.columns.0.iter().map(|column| letters(&column.heading));
    let kept = cells.map(|cell| letters(cell)).sum::<usize>() + headings.sum::<usize>();
    let (kept, written) = (kept + letters(&skipped_text(text, list)), letters(text));
    (kept == written)
        .then_some(())
        .ok_or_else(|| format!("{kept} of {written} letters are kept"))
}

fn ats(text: &str) -> usize {
    text.matches('@').count()
}

fn is_of_people(list: &ReadList) -> bool {
    let usages: Vec<_> = list.columns.0.iter().map(|column| column.usage).collect();
    !list.has_headings
        && matches!(
            usages.as_slice(),
            [
                Ok(Field::FullName) | Err(Unused::NotNeeded),
                Ok(Field::Email)
            ]
        )
}

/// The records that the notes name as not read.
fn skipped_text(text: &str, list: &ReadList) -> String {
    let mut starts: BTreeSet<_> = list.rows.iter().map(|row| row.record.line).collect();
    let mut skipped: BTreeSet<usize> = BTreeSet::new();
    for note in &list.notes {
        match note {
            ListNote::Headings { line, above } => {
                starts.insert(*line);
                skipped.extend(above);
            }
            ListNote::Skipped(lines) => skipped.extend(lines),
            _ => {}
        }
    }
    let has_note = list
        .notes
        .iter()
        .any(|note| matches!(note, ListNote::Headings { .. }));
    if list.has_headings && !has_note {
        starts.insert(1);
    }
    let (mut is_skipped, mut found) = (false, String::new());
    for (number, line) in (1..).zip(lines(text)) {
        if skipped.contains(&number) {
            is_skipped = true;
        } else if starts.contains(&number) {
            is_skipped = false;
        }
        if is_skipped {
            found.push_str(line);
        }
    }
    found
}

/// As the reader counts them: CRLF, LF and CR.
fn lines(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches('\u{FEFF}');
    text.split("\r\n")
        .flat_map(|part| part.split(['\n', '\r']))
        .collect()
}
