//! A list that was read: its records, sorted into headings, rows and what is skipped.
use crate::{encoding::UTF_8, records, separator, sheets::Sheet};
use domain::imports::{Record, cells, heading_row, notes::ListNote, problems::ListRefusal};

/// A list that was read. Each record that is not blank is in one of `above`, `headings`, `repeated`, `rows` and
/// `open_quotes`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub encoding: &'static str,
    /// Of a text; `None` for a sheet.
    pub separator: Option<char>,
    /// The sheet that was read, and the others.
    pub sheet: Option<(String, Vec<String>)>,
    /// What is above the headings: titles, `sep=` and settings.
    pub above: Vec<Record>,
    pub headings: Option<Record>,
    /// The headings again, where lists were put together.
    pub repeated: Vec<Record>,
    pub rows: Vec<Record>,
    /// Lines with a quotation mark that is not closed.
    pub open_quotes: Vec<Record>,
    /// The lines that are not blank, for lists that are no tables.
    pub(crate) lines: Vec<(usize, String)>,
}

impl List {
    pub(crate) fn read(text: &str, encoding: &'static str) -> Result<Self, ListRefusal> {
        let text = text.trim_start_matches('\u{FEFF}');
        if let Some((before, _)) = text.split_once('\u{FFFD}') {
            let line = records::lines(before).count();
            return Err(ListRefusal::LostCharacters { line });
        }
        let visible = || records::lines(text).filter(|(_, line)| !cells::is_blank(line));
        let declared = visible()
            .next()
            .and_then(|(line, text)| Some((line, separator::declared(text)?)));
        let separator = declared.map_or_else(|| separator::find(text), |(_, separator)| separator);
        let mut list = Self {
            encoding,
            separator: Some(separator),
            ..Self::default()
        };
        list.sort(
            records::read(text, separator),
            declared.map(|(line, _)| line),
        );
        list.lines = visible()
            .map(|(line, text)| (line, text.to_owned()))
            .collect();
        Ok(list)
    }

    pub(crate) fn of_sheet(sheet: Sheet, others: Vec<String>) -> Result<Self, ListRefusal> {
        let is_lost = |record: &&Record| record.cells.iter().any(|cell| cell.contains('\u{FFFD}'));
        if let Some(record) = sheet.records.iter().find(is_lost) {
            return Err(ListRefusal::LostCharacters { line: record.line });
        }
        let text = |record: &Record| {
            let cells = record
                .cells
                .iter()
                .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
            (record.line, cells.collect::<Vec<_>>().join("\t"))
        };
        let lines = sheet.records.iter().map(text).collect();
        let mut list = Self {
            encoding: UTF_8,
            sheet: Some((sheet.name, others)),
            lines,
            ..Self::default()
        };
        let records = records::Records {
            all: sheet.records,
            open_quotes: Vec::new(),
        };
        list.sort(records, None);
        Ok(list)
    }

    fn sort(&mut self, read: records::Records, declaration: Option<usize>) {
        let mut records: Vec<Record> = read
            .all
            .into_iter()
            .filter(|record| !record.is_blank())
            .collect();
        let is_declaration = |record: &Record| Some(record.line) == declaration;
        if records.first().is_some_and(is_declaration) {
            self.above.push(records.remove(0));
        }
        let is_open = |record: &Record| read.open_quotes.binary_search(&record.line).is_ok();
        let (open, records): (Vec<_>, Vec<_>) = records.into_iter().partition(is_open);
        self.open_quotes = open;
        let Some(place) = heading_row::find(&records) else {
            self.rows = records;
            return;
        };
        let mut records = records.into_iter();
        self.above.extend(records.by_ref().take(place));
        self.headings = records.next();
        let is_again = |record: &Record| {
            self.headings
                .as_ref()
                .is_some_and(|headings| headings.cells == record.cells)
        };
        (self.repeated, self.rows) = records.partition(is_again);
    }

    /// Returns what is said about the whole list: its encoding, and the lines that are skipped.
    pub(crate) fn notes(&self) -> Vec<ListNote> {
        let encoding =
            (self.encoding != UTF_8).then(|| ListNote::Encoding(self.encoding.to_owned()));
        let skipped = self.above.iter().chain(&self.repeated);
        let above: Vec<_> = skipped.map(|record| record.line).collect();
        let headings = self
            .headings
            .as_ref()
            .filter(|headings| headings.line > 1 || !above.is_empty());
        let headings = headings.map(|headings| ListNote::Headings {
            line: headings.line,
            above,
        });
        let sheet = self
            .sheet
            .clone()
            .map(|(name, others)| ListNote::Sheet { name, others });
        encoding.into_iter().chain(sheet).chain(headings).collect()
    }
}
