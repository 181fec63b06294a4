//! Folding the rows of a table again, where what `folding` returns has changed.
use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value},
};

/// Rows that are folded at a time, which bounds what is in memory.
const ROWS_AT_ONCE: i64 = 1_000;

/// Columns of a table that are folded from others.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    pub table: &'static str,
    /// Columns of text, none of them null.
    pub from: &'static [&'static str],
    pub into: &'static [&'static str],
    /// Makes the values of `into` of those of `from`.
    pub fold: fn(&[String]) -> Vec<String>,
}

impl Names {
    /// Folds all rows, in the order of their ids.
    pub(crate) async fn refold(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let on = manager.get_connection();
        let engine = on.get_database_backend();
        let (read, write) = (self.select(), self.update(engine));
        let mut after = i64::MIN;
        loop {
            let values = [after.into(), ROWS_AT_ONCE.into()];
            let query = Statement::from_sql_and_values(engine, &read, values);
            let rows = on.query_all_raw(query).await?;
            let rows: Vec<(i64, Vec<String>)> = rows
                .iter()
                .map(|row| self.read(row))
                .collect::<Result<_, _>>()?;
            let Some((last, _)) = rows.last() else {
                return Ok(());
            };
            after = *last;
            let items: Vec<_> = rows
                .iter()
                .map(|(id, from)| serde_json::json!([id, (self.fold)(from)]))
                .collect();
            let items = Value::from(serde_json::Value::from(items).to_string());
            let update = Statement::from_sql_and_values(engine, &write, [items]);
            on.execute_raw(update).await?;
        }
    }

    fn read(&self, row: &QueryResult) -> Result<(i64, Vec<String>), DbErr> {
        let texts = 1..=self.from.len();
        let texts = texts.map(|place| row.try_get_by_index(place));
        Ok((row.try_get_by_index(0)?, texts.collect::<Result<_, _>>()?))
    }

    fn select(&self) -> String {
        let (table, from) = (self.table, self.from.join(", "));
        format!("SELECT id, {from} FROM {table} WHERE id > $1 ORDER BY id LIMIT $2")
    }

    /// Sets the columns from a list of ids and values, bound as JSON.
    fn update(&self, engine: DbBackend) -> String {
        let table = self.table;
        let (items, id) = match engine {
            DbBackend::Sqlite => ("json_each($1)", "json_extract(v.value, '$[0]')"),
            _ => (
                "jsonb_array_elements(CAST($1 AS jsonb))",
                "CAST(v.value->>0 AS BIGINT)",
            ),
        };
        let set = self
            .into
            .iter()
            .enumerate()
            .map(|(place, column)| match engine {
                DbBackend::Sqlite => format!("{column} = json_extract(v.value, '$[1][{place}]')"),
                _ => format!("{column} = (v.value->1->>{place})"),
            });
        let set = set.collect::<Vec<_>>().join(", ");
        format!("UPDATE {table} SET {set} FROM {items} v WHERE {table}.id = {id}")
    }
}
