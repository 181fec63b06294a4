//! Lists as the reader gives them, and how far an import is brought.
use crate::support::{NOW, number};
use db::{
    AuditContext, Db, Error,
    imports::{self, ImportStep, NewImport},
};
use domain::{
    ids::{GroupId, ImportId},
    imports::{
        Record,
        columns::{Columns, Field},
        stored::{
            ExistingRows, ImportChoices, ImportKind, ImportState, PasswordSource, ReadList,
            ReadRow, RowVerdict, UnknownNames,
        },
        views::{ImportRowView, ImportView},
    },
};

pub fn kind(kind: ImportKind) -> NewImport<'static> {
    NewImport {
        kind,
        group: None,
        file_name: "people.csv",
    }
}

pub const fn into_group(kind: ImportKind, group: GroupId) -> NewImport<'static> {
    NewImport {
        kind,
        group: Some(group),
        file_name: "people.csv",
    }
}

/// A list with these headings; its columns are used as the importer would choose.
pub fn list(headings: &[&str], lines: &[&[&str]]) -> ReadList {
    let record = |(place, cells): (usize, &[&str])| Record {
        line: place + 1,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    let first = record((0, headings));
    let rows: Vec<Record> = lines
        .iter()
        .enumerate()
        .map(|(place, cells)| record((place + 1, cells)))
        .collect();
    let mut columns = Columns::of_headings(ImportKind::Users, &first, &rows, &[]);
    for (column, heading) in columns.0.iter_mut().zip(headings) {
        if let Some(field) = Field::ALL.iter().find(|field| field.label() == *heading) {
            column.usage = Ok(*field);
        }
    }
    ReadList {
        encoding: "UTF-8".into(),
        separator: Some(','),
        has_headings: true,
        columns,
        rows: rows
            .into_iter()
            .map(|record| ReadRow {
                record,
                ..ReadRow::default()
            })
            .collect(),
        ..ReadList::default()
    }
}

/// Brings a list to its verdicts.
pub async fn checked(
    db: &Db,
    audit: &AuditContext,
    new: &NewImport<'_>,
    list: ReadList,
) -> ImportId {
    let import = imports::receive(db, audit, new).await.unwrap();
    imports::append(db, import, 0, b"the list").await.unwrap();
    imports::received(db, import).await.unwrap();
    imports::bytes(db, import).await.unwrap();
    imports::store(db, import, Ok(list)).await.unwrap();
    imports::check(db, import).await.unwrap();
    import
}

pub async fn choose(db: &Db, import: ImportId, choices: ImportChoices) {
    imports::set_choices(db, import, &choices).await.unwrap();
    imports::check(db, import).await.unwrap();
}

pub fn updating() -> ImportChoices {
    ImportChoices {
        existing: ExistingRows::Update,
        ..ImportChoices::default()
    }
}

/// Rows that name a group, course or branch that does not exist are left out.
pub fn leaving_out() -> ImportChoices {
    ImportChoices {
        unknown: UnknownNames::LeaveOut,
        ..ImportChoices::default()
    }
}

pub fn with_passwords(passwords: PasswordSource) -> ImportChoices {
    ImportChoices {
        passwords,
        ..ImportChoices::default()
    }
}

/// Goes on until nothing is left to do.
pub async fn finish(db: &Db, import: ImportId) {
    for _ in 0..1_000 {
        match imports::step(db, import, db::now()).await {
            Ok(ImportStep::More) => {}
            Ok(_) => return,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("an import without an end");
}

pub async fn apply(db: &Db, audit: &AuditContext, import: ImportId) {
    imports::start(db, audit, import).await.unwrap();
    finish(db, import).await;
    assert_eq!(imports::state(db, import).await.unwrap(), ImportState::Done);
}

pub async fn undo(db: &Db, audit: &AuditContext, import: ImportId) {
    imports::undo(db, audit, import).await.unwrap();
    finish(db, import).await;
    assert_eq!(
        imports::state(db, import).await.unwrap(),
        ImportState::Undone
    );
}

pub async fn view(db: &Db, import: ImportId) -> ImportView {
    imports::get(db, import, NOW).await.unwrap()
}

/// Added, updated, unchanged, left out.
pub async fn counts(db: &Db, import: ImportId) -> [i64; 4] {
    let counts = view(db, import).await.counts;
    assert_eq!(
        counts.rows,
        counts.added + counts.updated + counts.unchanged + counts.left_out
    );
    [
        counts.added,
        counts.updated,
        counts.unchanged,
        counts.left_out,
    ]
}

/// All rows, in the list's order.
pub async fn rows(db: &Db, import: ImportId) -> Vec<ImportRowView> {
    let mut rows = imports::rows(db, import, None, None).await.unwrap().rows;
    rows.sort_by_key(|row| row.place);
    rows
}

/// The verdict of each row, with the reasons.
pub async fn verdicts(db: &Db, import: ImportId) -> Vec<(RowVerdict, String)> {
    let reasons = |row: &ImportRowView| -> Vec<String> {
        row.problems
            .iter()
            .map(|problem| problem.reason.clone())
            .collect()
    };
    let rows = rows(db, import).await;
    rows.iter()
        .map(|row| (row.verdict, reasons(row).join(" ")))
        .collect()
}

pub async fn users(db: &Db) -> i64 {
    number(db, "SELECT count(*) FROM users", vec![]).await
}

pub fn is_conflict<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict))
}
