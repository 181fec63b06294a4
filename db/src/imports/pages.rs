//! Rows of an import, page by page: read, opened, and their verdicts written.
use super::{
    planning::{OpenRow, RowPlan},
    sealing::{open, open_all, seal, seal_all},
};
use crate::{
    Error, Txn,
    base::{entities::import_row, secrets::Secrets, sql::Sql},
};
use data_encoding::HEXLOWER;
use domain::{
    ids::ImportId,
    imports::{
        Record,
        stored::{ImportState, RowVerdict},
        views::ImportCounts,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Returns the next rows after this place, by place.
pub(super) async fn next(
    conn: &impl ConnectionTrait,
    import: ImportId,
    after: i64,
    most: i64,
) -> Result<Vec<import_row::Model>, Error> {
    Ok(import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import))
        .filter(import_row::Column::Place.gt(after))
        .order_by_asc(import_row::Column::Place)
        .limit(most.cast_unsigned())
        .all(conn)
        .await?)
}

/// Opens a row; one whose cells are no longer kept is empty.
pub(super) fn opened(secrets: &Secrets, row: &import_row::Model) -> Result<OpenRow, Error> {
    let cells = match &row.cells {
        Some(sealed) => open(secrets, sealed)?,
        None => Vec::new(),
    };
    Ok(OpenRow {
        place: row.place,
        record: Record {
            line: usize::try_from(row.line).unwrap_or(0),
            cells,
        },
        open_quote: row.open_quote,
        is_word: row.is_word,
        verdict: row.verdict,
        problems: open_all(secrets, row.problems.as_deref())?,
        user: row.user_id,
    })
}

pub(super) fn opened_all(
    secrets: &Secrets,
    rows: &[import_row::Model],
) -> Result<Vec<OpenRow>, Error> {
    rows.iter().map(|row| opened(secrets, row)).collect()
}

/// What is written about a row.
pub(super) struct Verdict {
    pub place: i64,
    pub verdict: RowVerdict,
    pub problems: Option<String>,
    pub user: Option<i64>,
    pub target: Option<i64>,
    pub traces: Option<String>,
}

impl Verdict {
    pub(super) fn of(secrets: &Secrets, place: i64, plan: &RowPlan) -> Result<Self, Error> {
        Ok(Self {
            place,
            verdict: plan.verdict,
            problems: seal_all(secrets, &plan.problems)?,
            user: plan.user.map(|user| user.0),
            target: plan.target,
            traces: None,
        })
    }
}

/// Writes what became of these rows in one statement. The import is in each item, so that SQLite
/// walks the items and not all rows of the import.
pub(super) async fn write(txn: &Txn, import: ImportId, verdicts: &[Verdict]) -> Result<(), Error> {
    if verdicts.is_empty() {
        return Ok(());
    }
    let rows = verdicts.iter().map(|row| {
        serde_json::json!([
            row.place,
            row.verdict.code(),
            row.problems,
            row.user,
            row.target,
            row.traces,
            import
        ])
    });
    let rows = serde_json::Value::Array(rows.collect()).to_string();
    let sql = Sql::new(txn);
    let (from, item): (_, fn(usize) -> String) = if sql.is_sqlite() {
        ("json_each(?)", |at| {
            format!("json_extract(v.value, '$[{at}]')")
        })
    } else {
        ("jsonb_array_elements(CAST(? AS jsonb))", |at| {
            format!("(v.value->>{at})")
        })
    };
    let number = |at| format!("CAST({} AS BIGINT)", item(at));
    let update = format!(
        "UPDATE import_rows SET verdict = {}, problems = {}, user_id = {}, target_id = {}, \
         traces = {} FROM {from} v WHERE import_id = {} AND place = {}",
        item(1),
        item(2),
        number(3),
        number(4),
        item(5),
        number(6),
        number(0)
    );
    sql.add(&update, [rows.into()]).execute(txn).await?;
    Ok(())
}

/// Empties these cells of the rows.
pub(super) async fn blank(
    txn: &Txn,
    secrets: &Secrets,
    rows: &[import_row::Model],
    places: &[usize],
) -> Result<(), Error> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(sealed) = &row.cells else { continue };
        let mut cells: Vec<String> = open(secrets, sealed)?;
        for place in places {
            if let Some(cell) = cells.get_mut(*place) {
                cell.clear();
            }
        }
        let sealed = HEXLOWER.encode(&seal(secrets, &cells)?);
        items.push(serde_json::json!([row.place, sealed, row.import_id]));
    }
    let sql = Sql::new(txn);
    let text = if sql.is_sqlite() {
        "UPDATE import_rows SET cells = unhex(json_extract(v.value, '$[1]')) FROM json_each(?) v \
         WHERE import_id = json_extract(v.value, '$[2]') AND place = json_extract(v.value, '$[0]')"
    } else {
        "UPDATE import_rows SET cells = decode(v.value->>1, 'hex') \
         FROM jsonb_array_elements(CAST(? AS jsonb)) v \
         WHERE import_id = CAST(v.value->>2 AS BIGINT) AND place = CAST(v.value->>0 AS BIGINT)"
    };
    let items = serde_json::Value::Array(items).to_string();
    sql.add(text, [items.into()]).execute(txn).await?;
    Ok(())
}

/// Adds the verdicts to the counts.
pub(super) fn count(counts: &mut ImportCounts, plans: &[RowPlan]) {
    for plan in plans {
        counts.rows += 1;
        *match plan.verdict {
            RowVerdict::Added => &mut counts.added,
            RowVerdict::Updated => &mut counts.updated,
            RowVerdict::Unchanged => &mut counts.unchanged,
            RowVerdict::LeftOut => &mut counts.left_out,
        } += 1;
    }
}

/// Whether the rows have been applied, so that what is stored says what became of them.
pub(super) const fn is_applied(state: ImportState) -> bool {
    matches!(
        state,
        ImportState::Running
            | ImportState::Done
            | ImportState::Cancelled
            | ImportState::Undoing
            | ImportState::Undone
    )
}
