//! What `muster import` prints: a table for people, JSON for programs.
use db::{Db, imports};
use domain::{
    imports::{
        stored::RowVerdict,
        views::{ImportRowView, ImportView},
    },
    page::Cursor,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// The JSON that `muster import --json` prints. Its names do not change.
#[derive(Serialize)]
pub struct Report {
    added: i64,
    updated: i64,
    unchanged: i64,
    left_out: Vec<LeftOut>,
    /// The code of the field that each column is used for, by its heading.
    columns: Map<String, Value>,
    unused_columns: Vec<String>,
    /// The encoding's name; `null` if the bytes are no text.
    encoding: Option<String>,
    /// `null` for a workbook.
    separator: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// How the list was read, in sentences.
    notes: Vec<String>,
    /// Why the list as a whole cannot be used, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// A row that is left out, for one reason; a row with two reasons is there twice.
#[derive(Serialize)]
struct LeftOut {
    /// The number of the row's first line, from 1.
    line: i64,
    /// The heading of the cell; empty if the whole row is meant.
    column: String,
    cell: String,
    reason: String,
}

impl Report {
    pub fn refused(view: &ImportView, sentence: &str) -> Self {
        Self {
            refused: Some(sentence.to_owned()),
            ..Self::without_rows(view)
        }
    }

    /// Reads the rows that are left out; fails if the database does.
    pub async fn of(db: &Db, view: &ImportView) -> anyhow::Result<Self> {
        let mut report = Self::without_rows(view);
        let mut cursor: Option<Cursor> = None;
        loop {
            let left_out = Some(RowVerdict::LeftOut);
            let page = imports::rows(db, view.id, left_out, cursor.as_ref()).await?;
            report
                .left_out
                .extend(page.rows.into_iter().flat_map(reasons));
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(report),
            }
        }
    }

    fn without_rows(view: &ImportView) -> Self {
        let (mut columns, mut unused_columns) = (Map::new(), Vec::new());
        for (number, column) in (1..).zip(&view.columns) {
            let name = match column.heading.as_str() {
                "" => format!("column {number}"),
                heading => heading.to_owned(),
            };
            match column.field {
                Some(field) => {
                    let twice = columns.contains_key(&name);
                    let name = if twice {
                        format!("{name} ({number})")
                    } else {
                        name
                    };
                    columns.insert(name, field.code().into());
                }
                None => unused_columns.push(name),
            }
        }
        Self {
            added: view.counts.added,
            updated: view.counts.updated,
            unchanged: view.counts.unchanged,
            left_out: Vec::new(),
            columns,
            unused_columns,
            encoding: view.encoding.clone(),
            separator: view.separator,
            sheet: view.sheet.clone(),
            notes: view.notes.clone(),
            refused: None,
        }
    }

    pub fn print(&self, as_json: bool) -> anyhow::Result<()> {
        if as_json {
            println!("{}", serde_json::to_string_pretty(self)?);
            return Ok(());
        }
        if let Some(refused) = &self.refused {
            println!("{refused}");
            return Ok(());
        }
        for note in &self.notes {
            println!("{note}");
        }
        for LeftOut {
            line,
            column,
            cell,
            reason,
        } in &self.left_out
        {
            let place = if column.is_empty() {
                String::new()
            } else {
                format!(" {column}: {cell:?}")
            };
            println!("Line {line}{place}: {reason}");
        }
        println!(
            "{} added, {} updated, {} unchanged, {} left out",
            self.added,
            self.updated,
            self.unchanged,
            self.left_out_rows()
        );
        Ok(())
    }

    fn left_out_rows(&self) -> usize {
        let mut lines: Vec<_> = self.left_out.iter().map(|row| row.line).collect();
        lines.dedup();
        lines.len()
    }
}

fn reasons(row: ImportRowView) -> impl Iterator<Item = LeftOut> {
    let line = row.line;
    row.problems.into_iter().map(move |problem| LeftOut {
        line,
        column: problem.column,
        cell: problem.cell,
        reason: problem.reason,
    })
}
