//! Writing a table of SQLite: inserts of many rows, with foreign keys off.
use super::{
    checksum::{Checksum, Value},
    rows::Rows,
    schema::Table,
};
use sea_orm::sqlx::{self, AssertSqlSafe, SqliteConnection};
use std::sync::Arc;

/// SQLite has at most 32,766 values in a statement; more rows than these are no faster.
const ROWS: usize = 200;

pub(super) async fn write(
    connection: &mut SqliteConnection,
    table: &Table,
    mut rows: Rows<'_>,
) -> Result<Checksum, sqlx::Error> {
    let full = insert(table, ROWS);
    let mut sum = Checksum::default();
    let mut some = Vec::with_capacity(ROWS);
    while let Some(row) = rows.next().await? {
        sum.add(&row);
        some.push(row);
        if some.len() == ROWS {
            run(connection, full.clone(), &mut some).await?;
        }
    }
    if !some.is_empty() {
        run(connection, insert(table, some.len()), &mut some).await?;
    }
    Ok(sum)
}

fn insert(table: &Table, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; table.columns.len()].join(", "));
    let rows = vec![row; rows].join(", ");
    let (name, columns) = (table.quoted(), table.column_list());
    format!("INSERT INTO {name} ({columns}) VALUES {rows}").into()
}

async fn run(
    connection: &mut SqliteConnection,
    statement: Arc<str>,
    rows: &mut Vec<Vec<Value>>,
) -> Result<(), sqlx::Error> {
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for value in rows.drain(..).flatten() {
        query = match value {
            Value::Null => query.bind(None::<i64>),
            Value::Integer(number) => query.bind(number),
            Value::Boolean(truth) => query.bind(truth),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
        };
    }
    query.execute(connection).await?;
    Ok(())
}
