//! The records of a list, sorted into the heading row, rows, and what is skipped.
use crate::{
    encoded_twice,
    records::{self, Dialect},
};
use domain::imports::{
    Record, cells,
    fold::fold,
    heading_row,
    problems::ListRefusal,
    stored::{ImportKind, MAX_CELLS, MAX_LINES, ReadRow},
};

/// What is kept beyond the rows that a list can have: titles, headings, and those again.
const SPARE: usize = 1_000;

/// A sign that no list has.
const NEITHER: char = '\u{1F}';

/// The records of a list. Each that is not blank is in one of its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What is above the headings: titles, `sep=` and settings; and ruled lines.
    pub above: Vec<Record>,
    pub headings: Option<Record>,
    /// The headings again, where lists were put together, and the sum below them.
    pub repeated: Vec<Record>,
    pub rows: Vec<Record>,
    /// Lines with a quotation mark that is not closed.
    pub open_quotes: Vec<Record>,
    /// A cell of a column that was encoded twice, as written and as read.
    pub encoded_twice: Option<encoded_twice::Example>,
    /// Why it is no table. A list of addresses may have it, too.
    pub refusal: Option<ListRefusal>,
}

impl Table {
    /// Sorts the records of a text. `declaration` is the line that says `sep=`.
    pub fn of_text(
        text: &str,
        dialect: Dialect,
        declaration: Option<usize>,
        kind: ImportKind,
    ) -> Self {
        let mut table = Self::default();
        let mut records = Vec::new();
        let (mut found, mut all_cells) = (0_usize, 0_usize);
        for mut read in records::read(text, dialect) {
            if read.record.is_blank() && !read.is_wide {
                continue;
            }
            found += 1;
            if read.is_wide {
                let line = read.record.line;
                let too_wide = || ListRefusal::TooManyColumns { line };
                table.refusal.get_or_insert_with(too_wide);
            }
            trim(&mut read.record);
            read.record.cells.iter_mut().for_each(unprotect);
            all_cells = all_cells.saturating_add(read.record.cells.len());
            if records.len() >= MAX_LINES + SPARE || all_cells > MAX_CELLS {
                continue;
            }
            if Some(read.record.line) == declaration || is_rule(&read.record) {
                table.above.push(read.record);
            } else if read.has_open_quote {
                table.open_quotes.push(read.record);
            } else {
                records.push(read.record);
            }
        }
        if found > MAX_LINES + SPARE {
            table.refusal = Some(ListRefusal::TooManyRows { found });
        } else if all_cells > MAX_CELLS {
            table.refusal.get_or_insert(ListRefusal::TooManyCells);
        }
        table.sort(records, kind);
        table
    }

    /// Sorts the records of a sheet.
    pub fn of_records(records: Vec<Record>, kind: ImportKind) -> Self {
        let mut table = Self::default();
        table.sort(records, kind);
        table
    }

    fn sort(&mut self, mut records: Vec<Record>, kind: ImportKind) {
        self.encoded_twice = encoded_twice::correct(&mut records);
        let Some(place) = heading_row::find(kind, &records) else {
            self.rows = records;
            return;
        };
        let mut records = records.into_iter();
        self.above.extend(records.by_ref().take(place));
        self.headings = records.next();
        let headings = self.headings.iter().flat_map(|one| &one.cells);
        let headings: Vec<_> = headings.map(|cell| cells::shown(cell)).collect();
        // Ends at the first cell that differs.
        let is_again = |record: &Record| {
            let mut pairs = record.cells.iter().zip(&headings);
            record.cells.len() == headings.len()
                && pairs.all(|(cell, heading)| cells::shown(cell) == *heading)
        };
        (self.repeated, self.rows) = records.partition(is_again);
        // The headings may be of another program.
        let of_rows = encoded_twice::correct(&mut self.rows);
        self.encoded_twice = self.encoded_twice.take().or(of_rows);
        let total = self.rows.pop_if(|last| is_total(last));
        self.repeated.extend(total);
    }

    /// Returns how to read a list of names without headings again, if what separates its cells may be part of them: a
    /// line is a group if the commas are not on every line, and names courses, which are separated later.
    pub fn dialect_of_names(&self, kind: ImportKind, dialect: Dialect) -> Option<Dialect> {
        let mut widths = self.rows.iter().map(|row| row.cells.len());
        let widest = widths.clone().max().unwrap_or(0);
        let is_even = widths.all(|width| width == widest);
        let quote = match kind {
            _ if self.headings.is_some() || widest < 2 => return None,
            ImportKind::Groups if dialect.separator == ',' && !is_even => dialect.quote,
            ImportKind::GroupCourses if dialect.separator != '\t' => NEITHER,
            _ => return None,
        };
        let separator = NEITHER;
        Some(Dialect { separator, quote })
    }

    /// The lines that are no rows, but for the headings.
    pub fn skipped(&self) -> Vec<usize> {
        let skipped = self.above.iter().chain(&self.repeated);
        let mut skipped: Vec<_> = skipped.map(|record| record.line).collect();
        skipped.sort_unstable();
        skipped
    }

    /// Returns the rows in the order of their lines, with those that cannot be used yet.
    pub fn into_rows(self) -> Vec<ReadRow> {
        let row = |has_open_quote| {
            move |record| ReadRow {
                record,
                has_open_quote,
                is_word: false,
            }
        };
        let rows = self.rows.into_iter().map(row(false));
        let open = self.open_quotes.into_iter().map(row(true));
        let mut rows: Vec<_> = rows.chain(open).collect();
        rows.sort_by_key(|row| row.record.line);
        rows
    }
}

/// Takes away what keeps spreadsheets from reading a text as a number: `="0042"`.
fn unprotect(cell: &mut String) {
    let inside = cell
        .trim()
        .strip_prefix("=\"")
        .and_then(|cell| cell.strip_suffix('"'));
    if let Some(inside) = inside.filter(|inside| !inside.contains('"')) {
        *cell = inside.to_owned();
    }
}

/// Whether the record is the sum below a table: *Total: 25*.
fn is_total(record: &Record) -> bool {
    const WORDS: [&str; 14] = [
        "total",
        "totals",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "somme",
        "totale",
        "totaal",
        "suma",
        "razem",
        "итого",
        "合計",
        "总计",
    ];
    let mut written = record.cells.iter().filter(|cell| !cells::is_blank(cell));
    let word: String = fold(written.next().map_or("", String::as_str));
    let word = word.trim_end_matches(char::is_numeric);
    // Numbers alone are behind it, and nothing that names someone.
    WORDS.contains(&word) && written.all(|cell| !cell.contains(char::is_alphabetic))
}

/// Whether the record is a line that only looks like one: `|-----|-----|`, `==========`.
fn is_rule(record: &Record) -> bool {
    let signs = || record.cells.iter().flat_map(|cell| cell.trim().chars());
    signs().count() > 2
        && signs().all(|c| matches!(c, '-' | '=' | '+' | '_' | '|' | ':' | '─' | '═' | '—' | '–'))
}

/// Removes the empty cells at the end.
fn trim(record: &mut Record) {
    let last = record.cells.iter().rposition(|cell| !cell.is_empty());
    record.cells.truncate(last.map_or(0, |last| last + 1));
    record.cells.shrink_to_fit();
}
