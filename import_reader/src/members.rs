//! A list of members: each row, or each person on a line, with the texts that can name a user.
use crate::List;
use domain::{
    imports::{
        Record, addresses, columns::Columns, members, notes::ListNote, problems::CellProblem,
    },
    member_imports::MemberImportLine,
    messages,
};

/// The people on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberList {
    /// In the order of their lines.
    pub lines: Vec<MemberImportLine>,
    pub notes: Vec<ListNote>,
}

impl List {
    /// Returns the people on the list.
    pub fn members(&self) -> MemberList {
        let mut notes = self.notes();
        let mut lines: Vec<_> = match &self.headings {
            Some(headings) => {
                let columns = Columns::of_headings(headings, &self.rows, &[]);
                notes.extend(columns.notes_of_members(&self.rows));
                self.rows
                    .iter()
                    .map(|row| members::line(Some(&columns), row))
                    .collect()
            }
            None if self.is_table() => self
                .rows
                .iter()
                .map(|row| members::line(None, row))
                .collect(),
            None => {
                let (people, words) = addresses::people(self.list_lines());
                notes.extend((!words.is_empty()).then_some(ListNote::Words(words)));
                return MemberList {
                    lines: people.into_iter().map(members::of_person).collect(),
                    notes,
                };
            }
        };
        lines.extend(self.open_quotes.iter().map(open_quote));
        lines.sort_by_key(|line| line.line);
        MemberList { lines, notes }
    }

    /// Whether a list without headings has one person on each line, in columns.
    fn is_table(&self) -> bool {
        let has_columns = self.rows.len() > 1 && self.rows.iter().any(|row| row.cells.len() > 1);
        let has_several =
            |(_, line): (usize, &str)| line.contains('<') || addresses::addresses_in(line) > 1;
        has_columns && !self.list_lines().any(has_several)
    }
}

/// The line itself is not shown: a password may be on it.
fn open_quote(record: &Record) -> MemberImportLine {
    MemberImportLine {
        line: record.line,
        typed: messages::imports::cell(CellProblem::OpenQuote).to_owned(),
        ..MemberImportLine::default()
    }
}
