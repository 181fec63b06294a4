//! Finding the row with the headings: titles, dates and settings of other programs may be above it.
use super::{
    Record,
    addresses::is_address,
    cells,
    headings::{is_only_a_heading, meaning},
    kind::ImportKind,
    meaning::Meaning,
};

/// How many records are looked at.
pub(super) const LOOKED_AT: usize = 20;

/// Returns the place of the heading row among the records; `None` if none of the first 20 is one.
pub fn find(kind: ImportKind, records: &[Record]) -> Option<usize> {
    let scored = records.iter().take(LOOKED_AT).enumerate();
    let scored = scored.filter_map(|(place, record)| {
        let score = score(kind, record)?;
        let is_sure = place == 0 && score.has_passwords
            || match kind {
                ImportKind::Users | ImportKind::Members => {
                    score.useful > 1 && !are_logins(record)
                        || place == 0 && has_sure_heading(record)
                        || is_above_addresses(kind, &records[place..])
                }
                ImportKind::Groups | ImportKind::GroupCourses => {
                    let is_row = score.known > 1;
                    score.useful > 1
                        || is_row && (score.is_all || place == 0)
                        || place == 0 && score.is_all
                }
            };
        is_sure.then_some((place, score.useful * 2 + score.known))
    });
    // Of equal ones the first: the others are data, or the headings again.
    let best = scored.rev().max_by_key(|(_, score)| *score);
    best.map(|(place, _)| place)
        .or_else(|| above_addresses(kind, records))
}

/// Headings in a language that is not known: words, with addresses in one column below and nowhere above.
fn above_addresses(kind: ImportKind, records: &[Record]) -> Option<usize> {
    let is_of_people = matches!(kind, ImportKind::Users | ImportKind::Members);
    let first = records
        .iter()
        .position(has_address)
        .filter(|_| is_of_people)?;
    let place = first.checked_sub(1).filter(|place| *place < LOOKED_AT)?;
    let (headings, rows) = (&records[place], &records[first..]);
    let column = rows
        .first()?
        .cells
        .iter()
        .position(|cell| is_address(cell))?;
    let with_address = rows
        .iter()
        .filter(|row| row.cell(column).contains('@'))
        .count();
    let written = headings.cells.iter().filter(|cell| !cells::is_blank(cell));
    let are_words = written
        .clone()
        .all(|cell| !is_value(cell) && cell.contains(char::is_alphabetic));
    let is_row = written.count() > 1 && !cells::is_blank(headings.cell(column)) && with_address > 1;
    (is_row && are_words && with_address * 10 >= rows.len() * 9).then_some(place)
}

fn has_address(record: &Record) -> bool {
    record.cells.iter().any(|cell| is_address(cell))
}

struct Score {
    /// Cells that name a field.
    useful: usize,
    /// All known ones.
    known: usize,
    /// Whether all cells are known.
    is_all: bool,
    /// Whether one of several is about passwords: what is below it must not be shown.
    has_passwords: bool,
}

/// Returns `None` for a record that has values, or nothing known.
fn score(kind: ImportKind, record: &Record) -> Option<Score> {
    let written = || record.cells.iter().filter(|cell| !cells::is_blank(cell));
    if written().any(|cell| is_value(cell)) {
        return None;
    }
    let meanings: Vec<_> = written().filter_map(|cell| meaning(kind, cell)).collect();
    let useful = meanings
        .iter()
        .filter(|meaning| **meaning != Meaning::Other)
        .count();
    let known = meanings.len();
    let is_all = known == written().count();
    (useful > 0).then_some(Score {
        useful,
        known,
        is_all,
        has_passwords: meanings.contains(&Meaning::Password) && written().count() > 1,
    })
}

/// Whether all cells are written like logins that happen to be known words: `user, student`.
fn are_logins(record: &Record) -> bool {
    let mut cells = record.cells.iter().filter(|cell| !cells::is_blank(cell));
    cells.all(|cell| {
        cell.trim().chars().all(|c| c.is_ascii_lowercase()) && !is_only_a_heading(cell.trim())
    })
}

fn has_sure_heading(record: &Record) -> bool {
    record
        .cells
        .iter()
        .any(|cell| is_only_a_heading(cell.trim()))
}

/// Whether the only known heading is above an address, which a title is not.
fn is_above_addresses(kind: ImportKind, records: &[Record]) -> bool {
    let [headings, next, ..] = records else {
        return false;
    };
    let column = headings
        .cells
        .iter()
        .position(|cell| meaning(kind, cell).is_some());
    column.is_some_and(|column| next.cell(column).contains('@'))
}

/// Whether a cell is an address, a number or a date, which no heading is.
fn is_value(cell: &str) -> bool {
    let digits = cell.chars().filter(|c| c.is_numeric()).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let is_address = cell
        .split_once('@')
        .is_some_and(|(_, host)| host.contains('.'));
    is_address || (digits > 0 && letters == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Option<usize> {
        let record = |(line, text): (usize, &&str)| Record {
            line: line + 1,
            cells: text.split(',').map(str::to_owned).collect(),
        };
        let records: Vec<_> = lines.iter().enumerate().map(record).collect();
        find(ImportKind::Users, &records)
    }

    #[test]
    fn titles_and_settings_are_above_the_headings() {
        assert_eq!(found(&["Login,E-mail", "ana,ana@x.example"]), Some(0));
        assert_eq!(
            found(&[
                "Active employees",
                "Run by HR",
                "First name,E-mail",
                "Ana,a@x.example"
            ]),
            Some(2)
        );
        assert_eq!(
            found(&[
                "version:v1.0",
                "Member [memberObjectIdOrUpn]",
                "a@x.example"
            ]),
            Some(1)
        );
        assert_eq!(found(&["E-mail", "ana@x.example"]), Some(0));
    }

    #[test]
    fn headings_of_an_unknown_language_are_above_addresses() {
        let rows = ["x,b@x.example", "y,c@x.example", "z,d@x.example"];
        let with = |above: &[&'static str]| found(&[above, &rows[..]].concat());
        assert_eq!(with(&["Wat,Hoe"]), Some(0));
        assert_eq!(with(&["Lys", "Wat,Hoe"]), Some(1));
        assert_eq!(with(&["Wat,"]), None);
        assert_eq!(with(&["Wat,4711"]), None);
    }

    #[test]
    fn values_are_no_headings() {
        assert_eq!(found(&["Ana,Souza,ana@x.example"]), None);
        assert_eq!(found(&["ana", "login", "ben"]), None);
        assert_eq!(found(&["student", "user"]), None);
        assert_eq!(found(&["user1", "user2"]), None);
        assert_eq!(found(&["user,student", "ana,ben"]), None);
        assert_eq!(found(&["student,Student One"]), None);
        assert_eq!(found(&["Login", "ana"]), Some(0));
        assert_eq!(found(&["name,42", "Ana,43"]), None);
        assert_eq!(found(&["Ana,Souza", "Ben,b@x.example"]), None);
        assert_eq!(found(&["Ana,Souza,-", "Ben,Li,b@x.example"]), None);
    }
}
