//! Which ids were given, also of rows that were deleted: they are not given again.
use super::{schema::quoted, side::Side};
use sea_orm::sqlx;
use std::collections::BTreeMap;

/// The table, column and sequence of each id that PostgreSQL gives.
const SEQUENCES: &str = "SELECT t.relname::text, a.attname::text, s.oid::regclass::text \
     FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass \
     AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') \
     JOIN pg_class t ON t.oid = d.refobjid \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid \
     WHERE s.relkind = 'S' AND t.relnamespace = current_schema()::regnamespace";

/// Returns the highest id that each table has given, by its name.
pub(super) async fn used(side: &mut Side) -> Result<BTreeMap<String, i64>, sqlx::Error> {
    let rows = match side {
        Side::Sqlite(_) => {
            side.texts("SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence")
                .await?
        }
        Side::Postgres(_) => {
            let mut rows = Vec::new();
            for (table, _, sequence) in sequences(side).await? {
                let last = format!(
                    "SELECT (CASE WHEN is_called THEN last_value ELSE 0 END)::text FROM {sequence}"
                );
                let last = side.texts(&last).await?.concat();
                rows.push([vec![table], last].concat());
            }
            rows
        }
    };
    let used = rows.into_iter().filter_map(|row| {
        let [table, last] = <[String; 2]>::try_from(row).ok()?;
        Some((table, last.parse().ok()?))
    });
    Ok(used.collect())
}

/// Makes the next id of each table higher than those used and those it has.
pub(super) async fn set_used(
    side: &mut Side,
    used: &BTreeMap<String, i64>,
) -> Result<(), sqlx::Error> {
    if matches!(side, Side::Sqlite(_)) {
        // Its rows have raised what it gives next to their own ids already.
        for (table, last) in used {
            let name = table.replace('\'', "''");
            let raise = format!(
                "INSERT INTO sqlite_sequence (name, seq) SELECT '{name}', 0 WHERE NOT EXISTS \
                 (SELECT 1 FROM sqlite_sequence WHERE name = '{name}'); \
                 UPDATE sqlite_sequence SET seq = max(seq, {last}) WHERE name = '{name}'"
            );
            side.run(&raise).await?;
        }
        return Ok(());
    }
    for (table, column, sequence) in sequences(side).await? {
        let last = used.get(&table).copied().unwrap_or_default();
        let (table, column) = (quoted(&table), quoted(&column));
        let sequence = sequence.replace('\'', "''");
        let raise = format!(
            "SELECT setval('{sequence}', greatest(last, 1), last > 0) FROM (SELECT \
             greatest({last}, (SELECT max({column}) FROM {table}), 0) AS last) AS ids"
        );
        side.run(&raise).await?;
    }
    Ok(())
}

async fn sequences(side: &mut Side) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    let rows = side.texts(SEQUENCES).await?.into_iter();
    let three = |row: Vec<String>| {
        let [table, column, sequence] = row.try_into().ok()?;
        Some((table, column, sequence))
    };
    Ok(rows.filter_map(three).collect())
}
