//! Where a page continues, sealed in its cursor: the row's id and what it is ordered by. So no row is
//! looked up for a cursor, which could be one that the reader may not know of.
use crate::{Db, Error};
use domain::page::{Cursor, Page};

/// A position in a list: what identifies the row there, and its key in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Position<R> {
    pub row: R,
    pub key: String,
}

impl<R> Position<R> {
    /// Opens a sealed position of this list; `None` for any other text.
    pub(crate) fn open(
        db: &Db,
        list: &str,
        sealed: &str,
        row: impl FnOnce(&str) -> Option<R>,
    ) -> Option<Self> {
        let position = db.secrets().open_cursor(sealed, list).ok()?;
        let (text, key) = position.split_once(' ')?;
        let key = key.to_owned();
        Some(Self {
            row: row(text)?,
            key,
        })
    }
}

/// The rows that the previous and the next cursor of a page name.
pub(crate) fn cursor_rows<T>(page: &Page<T>) -> [Option<&T>; 2] {
    [
        page.previous.as_ref().and(page.rows.first()),
        page.next.as_ref().and(page.rows.last()),
    ]
}

/// Seals the cursors of a page, which name rows, with the keys of these rows. A row that was deleted
/// in between has no key and no cursor.
pub(crate) fn seal_cursors<T>(
    db: &Db,
    list: &str,
    page: Page<T>,
    [previous, next]: [Option<String>; 2],
) -> Result<Page<T>, Error> {
    let seal = |cursor: Option<Cursor>, key: Option<String>| {
        let (Some(Cursor(cursor)), Some(key)) = (cursor, key) else {
            return Ok(None);
        };
        let (direction, row) = cursor.split_at(1);
        let sealed = db.secrets().seal_cursor(&format!("{row} {key}"), list)?;
        Ok::<_, Error>(Some(Cursor(format!("{direction}{sealed}"))))
    };
    Ok(Page {
        previous: seal(page.previous, previous)?,
        next: seal(page.next, next)?,
        rows: page.rows,
        total: page.total,
        before: page.before,
        is_more: page.is_more,
    })
}
