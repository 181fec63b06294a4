//! A list in two sections, each by name: what already belongs, then what could be added.
use crate::{
    Db, Error,
    paging::{self, FETCH_LIMIT, SeekRequest},
    sql::Sql,
};
use domain::page::{Direction, Page};

/// Which rows of a table are listed, and which of them are in the first section.
pub(crate) struct TwoSectionList<'a, H, N> {
    pub db: &'a Db,
    /// Its rows are ordered by `name_folded`.
    pub table: &'static str,
    /// The sections to show: `true` is the first.
    pub shown: &'static [bool],
    /// Adds the condition that the row `t` is in the first section.
    pub in_first_section: H,
    /// Adds the conditions ` AND ...` of search and filters on the row `t`.
    pub filtered: N,
}

/// A row's position: `m12` in the first section, `n12` in the second.
#[derive(Clone, Copy)]
struct SectionCursor {
    mine: bool,
    id: i64,
}

impl SectionCursor {
    fn read(text: &str) -> Option<Self> {
        let mine = text.starts_with('m');
        let id = text.strip_prefix(['m', 'n'])?.parse().ok()?;
        Some(Self { mine, id })
    }

    fn write(&self) -> String {
        format!("{}{}", if self.mine { 'm' } else { 'n' }, self.id)
    }
}

impl<H, N> TwoSectionList<'_, H, N>
where
    H: Fn(Sql) -> Sql,
    N: Fn(Sql) -> Sql,
{
    /// Returns the ids of one page.
    pub(crate) async fn page(&self, cursor: Option<&str>) -> Result<Page<i64>, Error> {
        let mut ask = SeekRequest::read(cursor, SectionCursor::read);
        let mut found = self.fetch(ask).await?;
        if found.is_empty() && ask.from.is_some() {
            ask = SeekRequest::FIRST;
            found = self.fetch(ask).await?;
        }
        let total = match paging::total_if_known(&ask, found.len()) {
            Some(total) => total,
            None => self.total().await?,
        };
        let places = paging::into_page(found, &ask, total, SectionCursor::write);
        Ok(paging::only_ids(places, |place| place.id))
    }

    /// Returns at most [`FETCH_LIMIT`] positions in the requested direction.
    async fn fetch(&self, ask: SeekRequest<SectionCursor>) -> Result<Vec<SectionCursor>, Error> {
        let backward = ask.direction == Direction::Backward;
        let mut sections = self.shown.to_vec();
        if backward {
            sections.reverse();
        }
        let mut found = Vec::new();
        let mut from = ask.from;
        for mine in sections {
            if from.is_some_and(|from| from.mine != mine) {
                continue;
            }
            let room = FETCH_LIMIT - found.len() as u64;
            let mut sql = self.of_half(Sql::new(self.db.read()).text("SELECT t.id"), mine);
            if let Some(from) = from.take() {
                let key = paging::text_of(self.db, self.table, "name_folded", from.id).await?;
                let Some(key) = key else { return Ok(found) };
                sql = paging::seek_after(sql, "name_folded", backward, key, from.id);
            }
            let order = if backward {
                " ORDER BY t.name_folded DESC, t.id DESC LIMIT ?"
            } else {
                " ORDER BY t.name_folded, t.id LIMIT ?"
            };
            let ids = sql.add(order, [paging::limit(room)]);
            let ids = ids.numbers(self.db.read()).await?;
            found.extend(ids.into_iter().map(|id| SectionCursor { mine, id }));
            if found.len() as u64 == FETCH_LIMIT {
                break;
            }
        }
        Ok(found)
    }

    /// Adds the `FROM` and `WHERE` of the rows `t` of a section.
    fn of_half(&self, sql: Sql, mine: bool) -> Sql {
        let not = if mine { "" } else { "NOT " };
        let sql = sql.text(&format!(" FROM {} t WHERE {not}", self.table));
        (self.filtered)((self.in_first_section)(sql))
    }

    async fn total(&self) -> Result<i64, Error> {
        let sql = Sql::new(self.db.read()).text("SELECT count(*)");
        let sql = match self.shown {
            [mine] => self.of_half(sql, *mine),
            _ => (self.filtered)(sql.text(&format!(" FROM {} t WHERE TRUE", self.table))),
        };
        sql.number(self.db.read()).await
    }
}
