//! Reading a table row by row.
use super::{
    checksum::Value,
    schema::{Column, Kind, Table, quoted},
    side::Side,
};
use futures::{TryStreamExt, stream::BoxStream};
use sea_orm::sqlx::{
    self, AssertSqlSafe, ColumnIndex, Decode, Row, Type, postgres::PgRow, sqlite::SqliteRow,
};

/// The rows of a table that are still to be read.
pub(super) struct Rows<'c> {
    engine: Engine<'c>,
    kinds: Vec<Kind>,
}

enum Engine<'c> {
    Sqlite(BoxStream<'c, Result<SqliteRow, sqlx::Error>>),
    Postgres(BoxStream<'c, Result<PgRow, sqlx::Error>>),
    Given(Box<dyn Iterator<Item = Vec<Value>> + Send + 'c>),
}

/// Rows that are not read from a table.
pub(super) fn given<'c>(rows: impl Iterator<Item = Vec<Value>> + Send + 'c) -> Rows<'c> {
    Rows {
        engine: Engine::Given(Box::new(rows)),
        kinds: Vec::new(),
    }
}

/// Begins to read a table. Memory does not grow with it.
pub(super) fn of<'c>(side: &'c mut Side, table: &Table) -> Rows<'c> {
    let kinds = table.columns.iter().map(|column| column.kind).collect();
    let engine = match side {
        Side::Sqlite(connection) => {
            let all = format!("SELECT {} FROM {}", table.column_list(), table.quoted());
            Engine::Sqlite(sqlx::query(AssertSqlSafe(all)).fetch(connection))
        }
        Side::Postgres(connection) => {
            let columns = table.columns.iter().map(in_postgres).collect::<Vec<_>>();
            let all = format!("SELECT {} FROM {}", columns.join(", "), table.quoted());
            Engine::Postgres(sqlx::query(AssertSqlSafe(all)).fetch(connection))
        }
    };
    Rows { engine, kinds }
}

/// PostgreSQL has several sizes of integers and texts.
fn in_postgres(column: &Column) -> String {
    let name = quoted(&column.name);
    match column.kind {
        Kind::Integer => format!("{name}::bigint"),
        Kind::Text => format!("{name}::text"),
        Kind::Boolean | Kind::Bytes => name,
    }
}

impl Rows<'_> {
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Value>>, sqlx::Error> {
        match &mut self.engine {
            Engine::Sqlite(rows) => match rows.try_next().await? {
                Some(row) => values(&row, &self.kinds).map(Some),
                None => Ok(None),
            },
            Engine::Postgres(rows) => match rows.try_next().await? {
                Some(row) => values(&row, &self.kinds).map(Some),
                None => Ok(None),
            },
            Engine::Given(rows) => Ok(rows.next()),
        }
    }
}

fn values<'r, R: Row>(row: &'r R, kinds: &[Kind]) -> Result<Vec<Value>, sqlx::Error>
where
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    let value = |(place, kind): (usize, &Kind)| {
        let value = match kind {
            Kind::Integer => row.try_get::<Option<_>, _>(place)?.map(Value::Integer),
            Kind::Boolean => row.try_get::<Option<_>, _>(place)?.map(Value::Boolean),
            Kind::Text => row.try_get::<Option<_>, _>(place)?.map(Value::Text),
            Kind::Bytes => row.try_get::<Option<_>, _>(place)?.map(Value::Bytes),
        };
        Ok(value.unwrap_or(Value::Null))
    };
    kinds.iter().enumerate().map(value).collect()
}
