//! Paging by key: a covering index finds the ids on a page; the caller then reads the rows of
//! those ids in one statement and puts them in order.
//!
//! ```ignore
//! let words = crate::base::search_text::search_words(&search.text);
//! let ids = paging::ids(db, &USERS, cursor, |sql| sql.add(" AND t.active = ?", [..])
//!     .words("t.search", &words)).await?;
//! let rows = user::Entity::find().filter(user::Column::Id.is_in(ids.rows.clone()))...;
//! Ok(paging::order_by_ids(ids, rows, |row| row.id))
//! ```
mod list;
mod position;
#[cfg(test)]
mod tests;

pub(crate) use list::{Id, List, Order, key_of};
pub(crate) use position::{Position, cursor_rows, seal_cursors};

use crate::{Db, Error, base::sql::Sql};
use domain::page::{Cursor, Direction, PAGE_SIZE, Page};
use sea_orm::Value;
use std::collections::HashMap;

/// The requested page: after or before a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeekRequest<P> {
    pub direction: Direction,
    /// `None` is the first page.
    pub from: Option<P>,
}

impl<P> SeekRequest<P> {
    pub(crate) const FIRST: Self = Self {
        direction: Direction::Forward,
        from: None,
    };

    /// Before the end of the list.
    const LAST: Self = Self {
        direction: Direction::Backward,
        from: None,
    };

    pub(crate) fn is_first(&self) -> bool {
        self.from.is_none() && self.direction == Direction::Forward
    }

    /// Reads a cursor; one that does not parse means the first page.
    pub(crate) fn read(cursor: Option<&str>, position: impl FnOnce(&str) -> Option<P>) -> Self {
        if cursor == Some(Cursor::LAST) {
            return Self::LAST;
        }
        let read = || {
            let cursor = Cursor(cursor?.to_owned());
            let (direction, text) = cursor.parse()?;
            Some(Self {
                direction,
                from: Some(position(text)?),
            })
        };
        read().unwrap_or(Self::FIRST)
    }
}

/// Rows to fetch: one more than a page, which shows whether there is another page.
pub(crate) const FETCH_LIMIT: u64 = PAGE_SIZE + 1;

/// Returns one page of the ids in `list` for which `filter` holds. `filter` adds ` AND ...`
/// fragments about the table, whose alias is `t`. `cursor` is a sealed [`Position`].
///
/// The database counts the total, and the rows before the page, only if the page does not reveal them.
pub(crate) async fn ids<I: Id>(
    db: &Db,
    list: &List,
    cursor: Option<&str>,
    filter: impl Fn(Sql) -> Sql,
) -> Result<Page<I>, Error> {
    let purpose = list.purpose();
    let mut ask = SeekRequest::read(cursor, |text| {
        let position = Position::open(db, &purpose, text, |row| row.parse::<I>().ok())?;
        list.is_readable(&position.key).then_some(position)
    });
    let mut found = fetch(db, list, &ask, &filter).await?;
    if found.is_empty() && ask.from.is_some() {
        ask = SeekRequest::FIRST;
        found = fetch(db, list, &ask, &filter).await?;
    }
    let total = match total_if_known(&ask, found.len()) {
        Some(total) => total,
        None => counted(db, list, &filter).number(db.read()).await?,
    };
    let mut page = into_page(found, &ask, total, I::to_string);
    let mut keys = [None, None];
    for (key, row) in keys.iter_mut().zip(cursor_rows(&page)) {
        if let Some(id) = row {
            *key = list.key(db, *id).await?;
        }
    }
    if let (None, Some(row), Some(key)) = (page.before, page.rows.first(), keys[0].clone()) {
        let (counted, first) = (counted(db, list, &filter), Position { row: *row, key });
        let before = list.seek(counted, true, &first).number(db.read()).await?;
        page.before = Some(before);
    }
    seal_cursors(db, &purpose, page, keys)
}

/// Counts the rows for which the filter holds.
fn counted(db: &Db, list: &List, filter: &impl Fn(Sql) -> Sql) -> Sql {
    let count = format!("SELECT count(*) FROM {} t WHERE TRUE", list.table);
    filter(Sql::new(db.read()).text(&count))
}

async fn fetch<I: Id>(
    db: &Db,
    list: &List,
    ask: &SeekRequest<Position<I>>,
    filter: &impl Fn(Sql) -> Sql,
) -> Result<Vec<I>, Error> {
    let start = format!("SELECT t.id FROM {} t WHERE TRUE", list.table);
    let mut sql = filter(Sql::new(db.read()).text(&start));
    let backward = ask.direction == Direction::Backward;
    if let Some(from) = &ask.from {
        sql = list.seek(sql, backward, from);
    }
    let order = list.columns(backward);
    sql.add(&format!(" ORDER BY {order} LIMIT ?"), [limit(FETCH_LIMIT)])
        .column(db.read())
        .await
}

/// Adds that a row of `t` comes after (or before) the one with this key and id.
pub(crate) fn seek_after(
    sql: Sql,
    column: &str,
    backward: bool,
    key: impl Into<Value>,
    id: impl Into<Value>,
) -> Sql {
    let than = if backward { '<' } else { '>' };
    sql.add(
        &format!(" AND (t.{column}, t.id) {than} (?, ?)"),
        [key.into(), id.into()],
    )
}

/// A `LIMIT` as a value.
pub(crate) fn limit(rows: u64) -> Value {
    rows.cast_signed().into()
}

/// Returns the total if a first page that is not full reveals it. `found` counts at most
/// [`FETCH_LIMIT`] rows.
pub(crate) fn total_if_known<P>(ask: &SeekRequest<P>, found: usize) -> Option<i64> {
    let all_on_it = ask.from.is_none() && (found as u64) < FETCH_LIMIT;
    all_on_it.then(|| i64::try_from(found).unwrap_or(i64::MAX))
}

/// Makes a page of at most [`FETCH_LIMIT`] rows fetched in the requested direction.
pub(crate) fn into_page<T>(
    mut found: Vec<T>,
    ask: &SeekRequest<impl Sized>,
    total: i64,
    position: impl Fn(&T) -> String,
) -> Page<T> {
    let more = found.len() as u64 > PAGE_SIZE;
    found.truncate(usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
    let backward = ask.direction == Direction::Backward;
    if backward {
        found.reverse();
    }
    let (earlier, later) = if backward {
        (more, ask.from.is_some())
    } else {
        (ask.from.is_some(), more)
    };
    Page {
        before: rows_before((earlier, later), total, found.len()),
        previous: found
            .first()
            .filter(|_| earlier)
            .map(|row| Cursor::before(position(row))),
        next: found
            .last()
            .filter(|_| later)
            .map(|row| Cursor::after(position(row))),
        rows: found,
        total,
        is_more: false,
    }
}

/// Returns how many rows are before a page of this many, if that there are none earlier or later reveals it.
pub(crate) fn rows_before((earlier, later): (bool, bool), total: i64, rows: usize) -> Option<i64> {
    match (earlier, later) {
        (false, _) => Some(0),
        (true, false) => Some(total - i64::try_from(rows).unwrap_or(0)),
        (true, true) => None,
    }
}

/// Returns the page of the ids at these positions.
pub(crate) fn only_ids<P, I>(places: Page<P>, id: impl Fn(&P) -> I) -> Page<I> {
    let ids = places.rows.iter().map(id).collect();
    places.with_rows(ids)
}

/// Puts rows, read in any order, in the order of their ids. A row deleted in between is omitted.
pub(crate) fn order_by_ids<T, I: Id>(ids: Page<I>, rows: Vec<T>, id: impl Fn(&T) -> I) -> Page<T> {
    let mut by_id: HashMap<I, T> = rows.into_iter().map(|row| (id(&row), row)).collect();
    let rows = ids.rows.iter().filter_map(|id| by_id.remove(id)).collect();
    ids.with_rows(rows)
}
