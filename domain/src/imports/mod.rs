//! The rules for lists of people, whatever file they come from: headings, columns, cells, words and names.
//! Nothing here reads bytes; the crate `import_reader` makes records of them.
pub mod addresses;
mod affixes;
pub mod cells;
pub mod columns;
mod commas;
mod composed;
mod content;
pub mod courses;
pub mod fields;
pub mod fold;
pub mod forms;
pub mod groups;
pub mod heading_row;
pub mod headings;
mod kind;
mod mail_headers;
pub mod meaning;
pub mod members;
pub mod name_lists;
pub mod names;
pub mod notes;
pub mod prices;
pub mod problems;
mod row;
pub mod states;
pub mod stored;
mod synonyms;
mod usage;
pub mod users;
mod values;
pub mod views;
pub mod words;

/// One record of a list: a line, or several if a quoted cell has line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The number of its first line, from 1.
    pub line: usize,
    /// Its cells as written, without quotation marks.
    pub cells: Vec<String>,
}

impl Record {
    /// Whether no cell has a visible character.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cells::is_blank(cell))
    }

    /// Returns the cell of a column, or an empty text in a shorter record.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}
