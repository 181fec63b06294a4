//! A list in two sections: what already belongs, then what could be added.
mod order;

pub(crate) use order::{Anchor, SectionOrder};

use crate::{
    Db, Error,
    base::{
        paging::{self, FETCH_LIMIT, Id, Position, SeekRequest},
        sql::Sql,
    },
};
use domain::page::{Direction, Page};

/// Adds the ` FROM` and ` WHERE` of rows `t`.
pub(crate) type Rows<'a> = Box<dyn Fn(Sql) -> Sql + Send + Sync + 'a>;

pub(crate) struct TwoSectionList<'a> {
    pub db: &'a Db,
    pub sections: [Section<'a>; 2],
    pub total: Total<'a>,
}

pub(crate) struct Section<'a> {
    /// What marks the section's rows in a cursor: the `m` of `m12`.
    pub letter: char,
    pub shown: bool,
    pub order: SectionOrder,
    pub rows: Rows<'a>,
}

/// How many rows the shown sections have, unless the first page reveals it.
pub(crate) enum Total<'a> {
    /// As many as the sections' rows.
    Sections,
    Known(i64),
    /// The number of these rows, less this many.
    Counted(Rows<'a>, i64),
}

/// A row's position: `m12` in the section `m`.
#[derive(Clone, Copy)]
pub(crate) struct SectionCursor<I> {
    letter: char,
    id: I,
}

impl<I: Id> SectionCursor<I> {
    fn read(text: &str) -> Option<Self> {
        let mut rest = text.chars();
        let letter = rest.next()?;
        let id = rest.as_str().parse().ok()?;
        Some(Self { letter, id })
    }

    fn write(&self) -> String {
        format!("{}{}", self.letter, self.id)
    }
}

impl Section<'_> {
    pub(crate) const fn at<I: Id>(&self, id: I) -> SectionCursor<I> {
        let letter = self.letter;
        SectionCursor { letter, id }
    }

    /// Returns at most `room` ids after (or before) the anchor.
    pub(crate) async fn ids<I: Id>(
        &self,
        db: &Db,
        direction: Direction,
        anchor: Option<Anchor<I>>,
        room: u64,
    ) -> Result<Vec<I>, Error> {
        let backward = direction == Direction::Backward;
        let mut sql = (self.rows)(Sql::new(db.read()).text("SELECT t.id"));
        if let Some(anchor) = anchor {
            sql = self.order.seek_after(sql, backward, anchor);
        }
        sql.add(&self.order.by(backward), [paging::limit(room)])
            .column(db.read())
            .await
    }
}

impl<'a> TwoSectionList<'a> {
    /// Makes a list of a table by its `sort_name`, with the first or the second section or both.
    /// `in_first_section` adds the condition that the row `t` is in the first section, `filtered`
    /// the conditions ` AND ...` of search and filters.
    pub(crate) fn by_name(
        db: &'a Db,
        table: &'static str,
        [first, second]: [bool; 2],
        in_first_section: impl Fn(Sql) -> Sql + Copy + Send + Sync + 'a,
        filtered: impl Fn(Sql) -> Sql + Copy + Send + Sync + 'a,
    ) -> Self {
        let order = SectionOrder::Name(table, "sort_name");
        let section = |letter, shown, not: &'static str| Section {
            letter,
            shown,
            order,
            rows: Box::new(move |sql| {
                let from = format!(" FROM {table} t WHERE {not}");
                filtered(in_first_section(sql.text(&from)))
            }),
        };
        let all = move |sql: Sql| filtered(sql.text(&format!(" FROM {table} t WHERE TRUE")));
        Self {
            db,
            sections: [section('m', first, ""), section('n', second, "NOT ")],
            total: if first && second {
                Total::Counted(Box::new(all), 0)
            } else {
                Total::Sections
            },
        }
    }

    /// Returns the ids of one page.
    pub(crate) async fn page<I: Id>(&self, cursor: Option<&str>) -> Result<Page<I>, Error> {
        match self.page_at(cursor).await? {
            Some(page) => Ok(page),
            None => self.first_page().await,
        }
    }

    /// Returns the page at the cursor; `None` where it leads nowhere, which means the first page.
    pub(crate) async fn page_at<I: Id>(
        &self,
        cursor: Option<&str>,
    ) -> Result<Option<Page<I>>, Error> {
        let purpose = self.purpose();
        let ask = SeekRequest::read(cursor, |text| {
            Position::open(self.db, &purpose, text, SectionCursor::read)
        });
        let found = if ask.is_first() {
            Vec::new()
        } else {
            self.fetch(&ask).await?
        };
        if found.is_empty() {
            return Ok(None);
        }
        let total = self.total().await?;
        Ok(Some(self.page_of(found, &ask, total).await?))
    }

    pub(crate) async fn first_page<I: Id>(&self) -> Result<Page<I>, Error> {
        let found = self.fetch(&SeekRequest::FIRST).await?;
        let total = match paging::total_if_known(&SeekRequest::<I>::FIRST, found.len()) {
            Some(total) => total,
            None => self.total().await?,
        };
        self.first_page_of(found, total).await
    }

    /// Makes the first page of positions found in another way, at most [`FETCH_LIMIT`].
    pub(crate) async fn first_page_of<I: Id>(
        &self,
        found: Vec<SectionCursor<I>>,
        total: i64,
    ) -> Result<Page<I>, Error> {
        self.page_of(found, &SeekRequest::FIRST, total).await
    }

    async fn page_of<I: Id>(
        &self,
        found: Vec<SectionCursor<I>>,
        ask: &SeekRequest<Position<SectionCursor<I>>>,
        total: i64,
    ) -> Result<Page<I>, Error> {
        let places = paging::into_page(found, ask, total, SectionCursor::write);
        let mut keys = [None, None];
        for (key, place) in keys.iter_mut().zip(paging::cursor_rows(&places)) {
            let Some(place) = place else { continue };
            let section = self.sections.iter().find(|one| one.letter == place.letter);
            if let Some(section) = section {
                *key = section.order.key(self.db, place.id).await?;
            }
        }
        let page = paging::only_ids(places, |place| place.id);
        paging::seal_cursors(self.db, &self.purpose(), page, keys)
    }

    /// What its cursors are sealed for.
    fn purpose(&self) -> String {
        self.sections
            .each_ref()
            .map(|section| section.order.purpose())
            .join(", ")
    }

    /// Returns at most [`FETCH_LIMIT`] positions in the requested direction.
    async fn fetch<I: Id>(
        &self,
        ask: &SeekRequest<Position<SectionCursor<I>>>,
    ) -> Result<Vec<SectionCursor<I>>, Error> {
        let mut sections: Vec<_> = self.sections.iter().filter(|one| one.shown).collect();
        if ask.direction == Direction::Backward {
            sections.reverse();
        }
        let mut found = Vec::new();
        let mut from = ask.from.as_ref();
        for section in sections {
            if from.is_some_and(|from| from.row.letter != section.letter) {
                continue;
            }
            let anchor = from.take().map(|from| (from.key.clone(), from.row.id));
            let room = FETCH_LIMIT - found.len() as u64;
            let ids = section.ids(self.db, ask.direction, anchor, room).await?;
            found.extend(ids.into_iter().map(|id| section.at(id)));
            if found.len() as u64 == FETCH_LIMIT {
                break;
            }
        }
        Ok(found)
    }

    async fn total(&self) -> Result<i64, Error> {
        let count = || Sql::new(self.db.read()).text("SELECT count(*)");
        match &self.total {
            Total::Known(total) => Ok(*total),
            Total::Counted(rows, less) => Ok(rows(count()).number(self.db.read()).await? - less),
            Total::Sections => {
                let mut total = 0;
                for section in self.sections.iter().filter(|one| one.shown) {
                    total += (section.rows)(count()).number(self.db.read()).await?;
                }
                Ok(total)
            }
        }
    }
}
