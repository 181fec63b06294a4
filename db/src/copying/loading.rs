//! Writing very many rows at once, into a portal that no one uses yet.
use super::{
    checksum::Value,
    error::CopyError,
    ids, postgres, references, rows,
    schema::{self, Column, Table},
    side::Side,
    sqlite,
};
use crate::Db;
use std::collections::BTreeMap;

/// One transaction in which tables are filled, without looking at what rows refer to until the end. Nothing is written
/// unless it is finished. It publishes no change events and writes no activity but what it is given.
pub struct BulkLoad {
    side: Side,
    tables: Vec<Table>,
    references: Vec<String>,
}

impl BulkLoad {
    /// # Errors
    /// The database failed.
    pub async fn begin(db: &Db) -> Result<Self, CopyError> {
        let mut side = Side::to_write(db).await?;
        let tables = schema::tables(&mut side).await?;
        side.begin().await?;
        let references = references::set_aside(&mut side, &tables).await?;
        Ok(Self {
            side,
            tables,
            references,
        })
    }

    /// Adds rows, which have a value for each of the columns; returns how many.
    ///
    /// # Errors
    /// [`CopyError::Schema`] if the table or a column does not exist; [`CopyError::Table`] if a row is refused.
    pub async fn add(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<Value>> + Send,
    ) -> Result<u64, CopyError> {
        let table = self.part_of(table, columns)?;
        let rows = rows::given(rows);
        let written = match &mut self.side {
            Side::Sqlite(connection) => sqlite::write(connection, &table, rows).await,
            Side::Postgres(connection) => postgres::write(connection, &table, rows).await,
        };
        let written = written.map_err(|cause| CopyError::of_table(&table.name, cause))?;
        Ok(written.rows())
    }

    /// The table with these columns only, in this order.
    fn part_of(&self, name: &str, columns: &[&str]) -> Result<Table, CopyError> {
        let missing = |what: &str| CopyError::Schema(format!("there is no {name}{what}"));
        let table = self.tables.iter().find(|table| table.name == name);
        let table = table.ok_or_else(|| missing(""))?;
        let column = |column: &&str| -> Result<Column, CopyError> {
            let found = table.columns.iter().find(|known| known.name == *column);
            found.cloned().ok_or_else(|| missing(&format!(".{column}")))
        };
        Ok(Table {
            name: name.to_owned(),
            columns: columns.iter().map(column).collect::<Result<_, _>>()?,
        })
    }

    /// Runs a statement that both engines read the same.
    ///
    /// # Errors
    /// The database refused it.
    pub async fn run(&mut self, statement: &str) -> Result<(), CopyError> {
        Ok(self.side.run(statement).await?)
    }

    /// Returns the first column of the first row, which is a text.
    ///
    /// # Errors
    /// There is no such row, or the database refused the statement.
    pub async fn text(&mut self, statement: &str) -> Result<String, CopyError> {
        let found = self
            .side
            .texts(statement)
            .await?
            .concat()
            .into_iter()
            .next();
        found.ok_or_else(|| CopyError::Schema(format!("nothing is found by {statement}")))
    }

    /// Checks what rows refer to, and commits.
    ///
    /// # Errors
    /// A row refers to one that does not exist, or the database failed; then nothing was written.
    pub async fn finish(mut self) -> Result<(), CopyError> {
        ids::set_used(&mut self.side, &BTreeMap::new()).await?;
        references::restore(&mut self.side, self.references).await?;
        self.side.commit().await?;
        Ok(self.side.close().await?)
    }
}
