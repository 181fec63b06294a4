//! One page of a long list. Paging is by key: a cursor holds the position from which it continues.
use serde::{Deserialize, Serialize};

/// Rows on one page of a list.
pub const PAGE_SIZE: u64 = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// How many rows match the search and filter.
    pub total: i64,
    /// How many of them are on the pages before, where that is known.
    #[serde(default)]
    pub before: Option<i64>,
    /// Whether only the first rows were counted, so that there may be more than `total`.
    #[serde(default)]
    pub is_more: bool,
    /// The cursor of the page before; `None` on the first.
    pub previous: Option<Cursor>,
    /// The cursor of the page after; `None` on the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Returns the page with other rows in the place of its own.
    pub fn with_rows<U>(self, rows: Vec<U>) -> Page<U> {
        Page {
            rows,
            total: self.total,
            before: self.before,
            is_more: self.is_more,
            previous: self.previous,
            next: self.next,
        }
    }

    /// The places of the first and the last row among all, counted from 1, where they are known.
    pub fn range(&self) -> Option<(i64, i64)> {
        let rows = i64::try_from(self.rows.len()).ok()?;
        self.before.map(|before| (before + 1, before + rows))
    }
}

/// Where a page begins, as in the query string: `a` (after) or `b` (before), then the list's own
/// part: the position, sealed.
///
/// A cursor that is not one of the list, or has no rows after it, means the first page, so that an old
/// link shows something rather than an error. [`Cursor::LAST`] is before the end of every list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

impl Cursor {
    /// The last page of any list, in an address.
    pub const LAST: &'static str = "b";

    pub fn after(position: impl std::fmt::Display) -> Self {
        Self(format!("a{position}"))
    }

    pub fn before(position: impl std::fmt::Display) -> Self {
        Self(format!("b{position}"))
    }

    /// The direction and the list's own part.
    pub fn parse(&self) -> Option<(Direction, &str)> {
        if let Some(position) = self.0.strip_prefix('a') {
            Some((Direction::Forward, position))
        } else {
            let position = self.0.strip_prefix('b')?;
            Some((Direction::Backward, position))
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

/// The search of a list: the same for users, courses and groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Search {
    /// Words that must all occur; empty finds everything.
    pub text: String,
    pub cursor: Option<String>,
}
