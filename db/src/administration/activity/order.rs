//! The order of the lines: by time, and at one moment by id.
use crate::base::sql::Sql;
use domain::{activity::ActivityFilter, time::Timestamp};
use sea_orm::FromQueryResult;

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
pub(super) struct Place {
    pub at: i64,
    pub id: i64,
}

impl Place {
    pub(super) const fn before_all_of(moment: Timestamp) -> Self {
        Self {
            at: moment.0,
            id: 0,
        }
    }

    /// The place after this one, or before it.
    pub(super) const fn step(self, ids: i64) -> Self {
        Self {
            at: self.at,
            id: self.id.saturating_add(ids),
        }
    }
}

/// The lines from a place on, and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    from: Option<Place>,
    before: Option<Place>,
}

impl Span {
    /// The days of the filter.
    pub(super) fn of(filter: &ActivityFilter) -> Self {
        Self {
            from: filter.from.map(|day| Place::before_all_of(day.start())),
            before: filter
                .to
                .map(|day| Place::before_all_of(day.next().start())),
        }
    }

    /// Those of it that come after a place on a page (or before it).
    pub(super) fn seek(self, place: Option<Place>, backward: bool) -> Self {
        let Some(place) = place else { return self };
        if backward {
            self.not_before(place.step(1))
        } else {
            self.only_before(place)
        }
    }

    /// Those of it that come before the edge on a page (or after it).
    pub(super) fn up_to(self, edge: Option<Place>, backward: bool) -> Self {
        let Some(edge) = edge else { return self };
        if backward {
            self.only_before(edge)
        } else {
            self.not_before(edge.step(1))
        }
    }

    pub(super) fn only_before(self, place: Place) -> Self {
        let before = self.before.map_or(place, |before| before.min(place));
        Self {
            before: Some(before),
            ..self
        }
    }

    fn not_before(self, place: Place) -> Self {
        let from = self.from.map_or(place, |from| from.max(place));
        Self {
            from: Some(from),
            ..self
        }
    }

    pub(super) fn add_to(self, sql: Sql) -> Sql {
        let values = |place: Option<Place>| {
            [
                place.map(|place| place.at).into(),
                place.map(|place| place.id).into(),
            ]
        };
        sql.when(
            self.from.is_some(),
            " AND (t.at, t.id) >= (?, ?)",
            values(self.from),
        )
        .when(
            self.before.is_some(),
            " AND (t.at, t.id) < (?, ?)",
            values(self.before),
        )
    }
}
