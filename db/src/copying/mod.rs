//! Copying a whole portal into another database, of the same engine or of the other one.
//!
//! Which tables and columns there are is read from the schema, so that no table is forgotten. Rows are streamed, in one
//! transaction of the target, from one snapshot of the source.
mod checksum;
mod error;
mod ids;
mod loading;
mod postgres;
mod references;
mod rows;
mod schema;
mod side;
mod sqlite;

pub use checksum::Value;
pub use error::CopyError;
pub use loading::BulkLoad;

use crate::Db;
use checksum::Checksum;
use schema::Table;
use sea_orm::sqlx;
use side::Side;
use std::time::{Duration, Instant};

/// A table that was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    pub name: String,
    pub rows: u64,
    /// The same for the same rows, whatever their order and engine.
    pub checksum: String,
    /// How long writing its rows took.
    pub took: Duration,
}

/// Copies all rows of `source` into `target`, which has no users; brings the target's schema up to date first. The
/// source may be in use: what is written to it later is not in the copy. `told` hears of each table when its rows are
/// written. Returns the tables, all of which were read back and found equal.
///
/// # Errors
/// Why nothing was copied.
pub async fn copy(
    source: &Db,
    target: &Db,
    told: impl FnMut(&CopiedTable),
) -> Result<Vec<CopiedTable>, CopyError> {
    let mut from = Side::snapshot(source).await?;
    let tables = schema::tables(&mut from).await?;
    let versions = schema::versions(&mut from).await?;
    if versions.is_empty() {
        return Err(CopyError::NoPortal);
    }
    let mut into = Side::to_write(target).await?;
    schema::ensure_no_users(&mut into).await?;
    target.migrate().await?;
    schema::ensure_same_versions(&versions, &schema::versions(&mut into).await?)?;
    schema::ensure_same_tables(&tables, &schema::tables(&mut into).await?)?;
    into.begin().await?;
    let copied = copy_tables(&mut from, &mut into, &tables, told).await;
    match copied {
        Ok(_) => into.commit().await?,
        // Why it failed is told, not what follows from it.
        Err(_) => {
            let _ = into.run("ROLLBACK").await;
        }
    }
    let _ = from.close().await;
    let _ = into.close().await;
    copied
}

async fn copy_tables(
    from: &mut Side,
    into: &mut Side,
    tables: &[Table],
    mut told: impl FnMut(&CopiedTable),
) -> Result<Vec<CopiedTable>, CopyError> {
    let references = references::set_aside(into, tables).await?;
    // Again, now that nothing else can write.
    schema::ensure_no_users(into).await?;
    references::clear(into, tables).await?;
    let mut copied = Vec::new();
    for table in tables {
        let begin = Instant::now();
        let sum = write(from, into, table).await;
        let sum = sum.map_err(|cause| CopyError::of_table(&table.name, cause))?;
        let done = CopiedTable {
            name: table.name.clone(),
            rows: sum.rows(),
            checksum: sum.to_string(),
            took: begin.elapsed(),
        };
        told(&done);
        copied.push(done);
    }
    let used = ids::used(from).await?;
    ids::set_used(into, &used).await?;
    references::restore(into, references).await?;
    for (table, written) in tables.iter().zip(&copied) {
        let sum = read_back(into, table).await;
        let sum = sum.map_err(|cause| CopyError::of_table(&table.name, cause))?;
        if (sum.rows(), sum.to_string()) != (written.rows, written.checksum.clone()) {
            return Err(CopyError::Unequal(table.name.clone()));
        }
    }
    Ok(copied)
}

async fn write(from: &mut Side, into: &mut Side, table: &Table) -> Result<Checksum, sqlx::Error> {
    let rows = rows::of(from, table);
    match into {
        Side::Sqlite(connection) => sqlite::write(connection, table, rows).await,
        Side::Postgres(connection) => postgres::write(connection, table, rows).await,
    }
}

async fn read_back(side: &mut Side, table: &Table) -> Result<Checksum, sqlx::Error> {
    let mut rows = rows::of(side, table);
    let mut sum = Checksum::default();
    while let Some(row) = rows.next().await? {
        sum.add(&row);
    }
    Ok(sum)
}
