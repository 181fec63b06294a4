//! Whether a database is Muster's, and of which version.
use crate::{Db, Error, base::sql::Sql};
use migrations::{Migrator, MigratorTrait};

/// A schema, compared with the one of this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is not a single table.
    Empty,
    /// The tables of something else.
    Foreign,
    /// Older by so many migrations; 0 if it is up to date.
    Known { pending: usize },
    /// Newer: a migration that this version does not know.
    Newer { migration: String },
}

/// Returns the database's schema, compared with this version's.
///
/// # Errors
/// The database failed.
pub async fn schema(db: &Db) -> Result<Schema, Error> {
    let conn = db.read();
    let tables = if db.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema()"
    };
    let tables: Vec<String> = Sql::new(conn).text(tables).column(conn).await?;
    if tables.is_empty() {
        return Ok(Schema::Empty);
    }
    if !tables.iter().any(|name| name == "seaql_migrations") {
        return Ok(Schema::Foreign);
    }
    let applied = Sql::new(conn).text("SELECT version FROM seaql_migrations ORDER BY version");
    Ok(schema_of(&applied.column(conn).await?))
}

/// As [`schema`], from the names of the migrations that were applied.
#[must_use]
pub fn schema_of(applied: &[String]) -> Schema {
    let known = Migrator::migrations();
    let is_applied = |name: &str| applied.iter().any(|one| one == name);
    let pending = known.iter().filter(|one| !is_applied(one.name())).count();
    if pending == known.len() {
        return Schema::Foreign;
    }
    let unknown = applied
        .iter()
        .find(|name| known.iter().all(|one| one.name() != name.as_str()));
    match unknown {
        Some(migration) => Schema::Newer {
            migration: migration.clone(),
        },
        None => Schema::Known { pending },
    }
}

/// Whether the database has exactly the migrations of this program.
///
/// # Errors
/// The database failed.
pub async fn has_own_schema(db: &Db) -> Result<bool, Error> {
    let applied = Sql::new(db.read()).text("SELECT version FROM seaql_migrations");
    let applied: Vec<String> = applied.column(db.read()).await?;
    Ok(schema_of(&applied) == Schema::Known { pending: 0 })
}

/// Returns the tables of a PostgreSQL database, as the statements of a script name them.
///
/// # Errors
/// The database failed.
pub async fn tables_of_server(db: &Db) -> Result<Vec<String>, Error> {
    let tables = Sql::new(db.read()).text(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema()",
    );
    tables.column(db.read()).await
}

/// Returns the major version of the PostgreSQL server.
///
/// # Errors
/// The database failed.
pub async fn version_of_server(db: &Db) -> Result<i64, Error> {
    let version = Sql::new(db.read())
        .text("SELECT CAST(current_setting('server_version_num') AS BIGINT) / 10000");
    version.number(db.read()).await
}
