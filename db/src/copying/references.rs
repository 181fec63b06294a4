//! What rows refer to, and what is derived from them, while the rows are not all there yet.
use super::{
    error::CopyError,
    schema::{Table, quoted},
    side::Side,
};
use migrations::tallies;
use sea_orm::sqlx;

/// Lets rows refer to rows that come later, and keeps no figures; returns what makes references count again. SQLite was
/// told before the transaction.
pub(super) async fn set_aside(
    side: &mut Side,
    tables: &[Table],
) -> Result<Vec<String>, sqlx::Error> {
    for statement in tallies::drop(side.is_sqlite()) {
        side.run(&statement).await?;
    }
    match side {
        Side::Sqlite(_) => Ok(Vec::new()),
        Side::Postgres(_) => drop_all(side, tables).await,
    }
}

/// Makes every reference count again, and checks them. The figures are derived from the rows, and kept from now on.
pub(super) async fn restore(side: &mut Side, references: Vec<String>) -> Result<(), CopyError> {
    let figures = tallies::recount().into_iter();
    for statement in figures.chain(tallies::create(side.is_sqlite())) {
        side.run(&statement).await?;
    }
    for reference in references {
        side.run(&reference).await?;
    }
    match side {
        Side::Sqlite(_) => check(side).await,
        Side::Postgres(_) => Ok(()),
    }
}

/// Deletes the rows that a portal without users has: built-in user types, and what guests left.
pub(super) async fn clear(side: &mut Side, tables: &[Table]) -> Result<(), sqlx::Error> {
    for table in tables {
        side.run(&format!("DELETE FROM {}", table.quoted())).await?;
    }
    Ok(())
}

/// Drops the foreign keys of these tables; returns the statements that add them again. They are checked then, each by
/// one join, instead of row by row.
async fn drop_all(side: &mut Side, tables: &[Table]) -> Result<Vec<String>, sqlx::Error> {
    let found = side
        .texts(
            "SELECT t.relname::text, c.conname::text, pg_get_constraintdef(c.oid)::text \
             FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
             WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace",
        )
        .await?;
    let mut restoring = Vec::new();
    for row in found {
        let [table, name, definition] = row.as_slice() else {
            continue;
        };
        let Some(table) = tables.iter().find(|one| one.name == *table) else {
            continue;
        };
        let (table, name) = (table.quoted(), quoted(name));
        side.run(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))
            .await?;
        restoring.push(format!(
            "ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        ));
    }
    Ok(restoring)
}

/// Looks for rows that refer to rows that do not exist.
async fn check(side: &mut Side) -> Result<(), CopyError> {
    let dangling = side
        .texts("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
        .await?;
    match dangling.concat().first() {
        Some(table) => Err(CopyError::Dangling(table.clone())),
        None => Ok(()),
    }
}
