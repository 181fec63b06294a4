//! What `muster import` prints: a table for people, JSON for programs.
use db::{Db, imports};
use domain::imports::{
    columns::Field,
    stored::RowVerdict,
    views::{ImportRowView, ImportView},
};
use serde::Serialize;
use serde_json::{Map, Value};

/// The JSON that `muster import --json` prints. Its names do not change.
#[derive(Serialize)]
pub struct Report {
    added: i64,
    updated: i64,
    unchanged: i64,
    left_out: Vec<RowReason>,
    /// What other rows name and do not get, since it does not exist.
    missing: Vec<RowReason>,
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

/// A row with one reason; a row with two reasons makes two of these.
#[derive(Serialize)]
struct RowReason {
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
        report.left_out = reasons_of(db, view, RowVerdict::LeftOut).await?;
        let others = [Field::Groups, Field::Courses, Field::Branch];
        let mut used = view.columns.iter().filter_map(|column| column.field);
        if used.any(|field| others.contains(&field)) {
            report.missing = reasons_of(db, view, RowVerdict::Added).await?;
            let updated = reasons_of(db, view, RowVerdict::Updated).await?;
            report.missing.extend(updated);
        }
        Ok(report)
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
            missing: Vec::new(),
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
        for RowReason {
            line,
            column,
            cell,
            reason,
        } in self.left_out.iter().chain(&self.missing)
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

async fn reasons_of(
    db: &Db,
    view: &ImportView,
    verdict: RowVerdict,
) -> anyhow::Result<Vec<RowReason>> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = imports::rows(db, view.id, Some(verdict), cursor.as_ref()).await?;
        found.extend(page.rows.into_iter().flat_map(reasons));
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(found),
        }
    }
}

fn reasons(row: ImportRowView) -> impl Iterator<Item = RowReason> {
    let line = row.line;
    row.problems.into_iter().map(move |problem| RowReason {
        line,
        column: problem.column,
        cell: problem.cell,
        reason: problem.reason,
    })
}
