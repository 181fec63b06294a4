//! What is copied: the tables and columns that the schema has.
use super::{error::CopyError, side::Side};
use sea_orm::sqlx;
use std::collections::BTreeMap;

/// The table of the migrator, which each database has of its own.
const MIGRATIONS: &str = "seaql_migrations";

/// The table of the figures, which are derived from the rows once they are all there.
const FIGURES: &str = "tallies";

/// Without the tables of an index, which the engine fills itself.
const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, lower(c.type) FROM pragma_table_list AS t, \
     pragma_table_xinfo(t.name) AS c WHERE t.schema = 'main' AND t.type = 'table' \
     AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND c.hidden = 0";

const POSTGRES_COLUMNS: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text \
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
     WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// In the order of their names, as the engines have them in different orders.
    pub(super) columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    Text,
    Bytes,
}

impl Kind {
    /// Returns the kind of an engine's type; `None` for one that no column had when this was written.
    fn of(name: &str) -> Option<Self> {
        match name {
            "bigint" | "integer" | "smallint" => Some(Self::Integer),
            "boolean" => Some(Self::Boolean),
            "text" | "character varying" => Some(Self::Text),
            "bytea" => Some(Self::Bytes),
            name if name.starts_with("varchar") => Some(Self::Text),
            name if name.starts_with("blob") => Some(Self::Bytes),
            _ => None,
        }
    }
}

impl Table {
    pub(super) fn quoted(&self) -> String {
        quoted(&self.name)
    }

    /// The names of the columns, as a list.
    pub(super) fn column_list(&self) -> String {
        let names = self.columns.iter().map(|column| quoted(&column.name));
        names.collect::<Vec<_>>().join(", ")
    }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Returns the tables with their columns, by name.
pub(super) async fn tables(side: &mut Side) -> Result<Vec<Table>, CopyError> {
    let mut tables: BTreeMap<String, BTreeMap<String, Kind>> = BTreeMap::new();
    for row in all_columns(side).await? {
        let [table, column, type_name] = row;
        if table == MIGRATIONS || table == FIGURES {
            continue;
        }
        let kind = Kind::of(&type_name).ok_or_else(|| {
            CopyError::Schema(format!("{table}.{column} has the unknown type {type_name}"))
        })?;
        tables.entry(table).or_default().insert(column, kind);
    }
    let column = |(name, kind)| Column { name, kind };
    let table = |(name, columns): (String, BTreeMap<_, _>)| Table {
        name,
        columns: columns.into_iter().map(column).collect(),
    };
    Ok(tables.into_iter().map(table).collect())
}

async fn all_columns(side: &mut Side) -> Result<Vec<[String; 3]>, sqlx::Error> {
    let statement = match side {
        Side::Sqlite(_) => SQLITE_COLUMNS,
        Side::Postgres(_) => POSTGRES_COLUMNS,
    };
    let rows = side.texts(statement).await?.into_iter();
    Ok(rows.filter_map(|row| row.try_into().ok()).collect())
}

async fn has_table(side: &mut Side, table: &str) -> Result<bool, sqlx::Error> {
    let columns = all_columns(side).await?;
    Ok(columns.iter().any(|[name, ..]| name == table))
}

/// Returns the names of the steps that brought the schema here.
pub(super) async fn versions(side: &mut Side) -> Result<Vec<String>, sqlx::Error> {
    if !has_table(side, MIGRATIONS).await? {
        return Ok(Vec::new());
    }
    let versions = side.texts("SELECT version FROM seaql_migrations").await?;
    let mut versions = versions.concat();
    versions.sort();
    Ok(versions)
}

pub(super) fn ensure_same_versions(from: &[String], into: &[String]) -> Result<(), CopyError> {
    if from == into {
        return Ok(());
    }
    let last = |versions: &[String]| versions.last().cloned().unwrap_or_default();
    Err(CopyError::Versions {
        from: last(from),
        into: last(into),
    })
}

pub(super) fn ensure_same_tables(from: &[Table], into: &[Table]) -> Result<(), CopyError> {
    for (one, other) in [(from, into), (into, from)] {
        if let Some(table) = one.iter().find(|table| !other.contains(table)) {
            let name = &table.name;
            return Err(CopyError::Schema(format!(
                "the table {name} is not the same in both databases"
            )));
        }
    }
    Ok(())
}

pub(super) async fn ensure_no_users(side: &mut Side) -> Result<(), CopyError> {
    let has_users = has_table(side, "users").await?
        && !side
            .texts("SELECT login FROM users LIMIT 1")
            .await?
            .is_empty();
    if has_users {
        return Err(CopyError::NotEmpty);
    }
    Ok(())
}
