//! Which lines are on a page. Lines are listed by time, and read from one index whose other columns are the order (from
//! two, those about a user and by them). What other filters leave over is looked for among so many lines only: a page
//! that is not filled by them leads on to the next.
use super::order::{Place, Span};
use crate::{
    Db, Error,
    base::{paging::limit, sql::Sql},
};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind},
    ids::{CourseId, GroupId, UserId},
};
use sea_orm::Value;

/// How many lines of an index are looked at for one page, and are counted.
const LOOKED_AT: u64 = 10_000;

/// By which index the lines of a filter are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    About(UserId),
    By(UserId),
    Group(GroupId),
    Course(CourseId),
    Kind(ActivityKind),
    All,
}

impl Way {
    /// The first of these has the fewest lines as a rule.
    fn of(filter: &ActivityFilter) -> Vec<Self> {
        match (filter.user, filter.group, filter.course, filter.kind) {
            (Some(user), ..) => vec![Self::About(user), Self::By(user)],
            (_, Some(group), ..) => vec![Self::Group(group)],
            (_, _, Some(course), _) => vec![Self::Course(course)],
            (.., Some(kind)) => vec![Self::Kind(kind)],
            (.., None) => vec![Self::All],
        }
    }

    fn add_to(self, sql: Sql) -> Sql {
        let (condition, value): (_, Value) = match self {
            Self::About(user) => (" AND t.user_id = ?", user.into()),
            Self::By(user) => (" AND t.actor_id = ?", user.into()),
            Self::Group(group) => (" AND t.group_id = ?", group.into()),
            Self::Course(course) => (" AND t.course_id = ?", course.into()),
            Self::Kind(kind) => (" AND t.verb = ?", kind.code().into()),
            Self::All => return sql,
        };
        sql.add(condition, [value])
    }
}

/// Lines in the order of a page, and the first that was not looked at.
pub(super) struct Found {
    pub places: Vec<Place>,
    pub edge: Option<Place>,
}

/// The lines that match a filter, in a scope.
pub(super) struct Lines<'a> {
    pub db: &'a Db,
    pub scope: AccessScope,
    pub filter: &'a ActivityFilter,
}

impl Lines<'_> {
    /// Returns up to `most` lines of the span, the newest first; from its end (`backward`), the oldest first.
    pub(super) async fn look(&self, span: Span, backward: bool, most: u64) -> Result<Found, Error> {
        let edge = match self.has_rest() {
            true => self.edge(span, backward).await?,
            false => None,
        };
        let span = span.up_to(edge, backward);
        let places = self.fetch(span, backward, most).await?;
        Ok(Found { places, edge })
    }

    /// Returns up to `most` lines of the span, however many have to be looked at.
    pub(super) async fn fetch(
        &self,
        span: Span,
        backward: bool,
        most: u64,
    ) -> Result<Vec<Place>, Error> {
        let ordered = |way| {
            let sql = self.matching(
                Sql::new(self.db.read()).text("SELECT t.at, t.id"),
                way,
                span,
            );
            in_order(sql, backward).add(" LIMIT ?", [limit(most)])
        };
        self.all(ordered, backward, most).await
    }

    /// Returns how many lines of the span match among the newest that are looked at, and whether these were not all.
    pub(super) async fn count(&self, span: Span) -> Result<(i64, bool), Error> {
        let edge = self.edge(span, false).await?;
        let span = span.up_to(edge, false);
        let mut sql = Sql::new(self.db.read()).text("SELECT count(*) FROM (");
        for (place, way) in Way::of(self.filter).into_iter().enumerate() {
            let next = if place > 0 {
                " UNION SELECT t.id"
            } else {
                "SELECT t.id"
            };
            sql = self.matching(sql.text(next), way, span);
        }
        let number = sql.text(") n").number(self.db.read()).await?;
        Ok((number, edge.is_some()))
    }

    /// Whether an index alone does not say which lines match.
    fn has_rest(&self) -> bool {
        let ActivityFilter {
            group,
            user,
            course,
            kind,
            ..
        } = *self.filter;
        let conditions = [
            group.is_some(),
            user.is_some(),
            course.is_some(),
            kind.is_some(),
        ];
        let conditions = conditions.into_iter().filter(|is_set| *is_set).count();
        conditions > 1 || !self.scope.is_unrestricted()
    }

    /// The first line in an index behind those that are looked at; of two, the one that comes first.
    async fn edge(&self, span: Span, backward: bool) -> Result<Option<Place>, Error> {
        let mut edges = Vec::new();
        for way in Way::of(self.filter) {
            let sql = Sql::new(self.db.read()).text("SELECT t.at, t.id FROM activity t WHERE TRUE");
            let sql = in_order(span.add_to(way.add_to(sql)), backward)
                .add(" LIMIT 1 OFFSET ?", [limit(LOOKED_AT)]);
            edges.extend(sql.one::<Place>(self.db.read()).await?);
        }
        let first = if backward {
            edges.into_iter().min()
        } else {
            edges.into_iter().max()
        };
        Ok(first)
    }

    async fn all(
        &self,
        ordered: impl Fn(Way) -> Sql,
        backward: bool,
        most: u64,
    ) -> Result<Vec<Place>, Error> {
        let mut found: Vec<Place> = Vec::new();
        for way in Way::of(self.filter) {
            found.extend(ordered(way).all::<Place>(self.db.read()).await?);
        }
        found.sort_unstable();
        found.dedup();
        if !backward {
            found.reverse();
        }
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// Adds where lines come from, and all conditions.
    fn matching(&self, sql: Sql, way: Way, span: Span) -> Sql {
        let sql = span.add_to(way.add_to(sql.text(" FROM activity t WHERE TRUE")));
        self.add_rest(sql, way).activity_in_scope("t", self.scope)
    }

    /// Adds the other conditions, in expressions that hide their columns from the planner: another index than the way's
    /// may have all lines of a kind.
    fn add_rest(&self, sql: Sql, way: Way) -> Sql {
        let ActivityFilter {
            group,
            course,
            kind,
            ..
        } = *self.filter;
        let group = group.filter(|group| way != Way::Group(*group));
        let course = course.filter(|course| way != Way::Course(*course));
        let kind = kind.filter(|kind| way != Way::Kind(*kind));
        sql.when(group.is_some(), " AND t.group_id + 0 = ?", [group.into()])
            .when(
                course.is_some(),
                " AND t.course_id + 0 = ?",
                [course.into()],
            )
            .when(
                kind.is_some(),
                " AND t.verb || '' = ?",
                [kind.map(ActivityKind::code).into()],
            )
    }
}

/// Adds the order, the newest first, or backward the oldest.
fn in_order(sql: Sql, backward: bool) -> Sql {
    sql.text(match backward {
        true => " ORDER BY t.at, t.id",
        false => " ORDER BY t.at DESC, t.id DESC",
    })
}

#[cfg(test)]
pub(super) fn explained(lines: &Lines<'_>, span: Span) -> Vec<Sql> {
    let explain = |way| {
        let start = Sql::new(lines.db.read()).text("EXPLAIN QUERY PLAN SELECT t.at, t.id");
        in_order(lines.matching(start, way, span), false).add(" LIMIT ?", [limit(51)])
    };
    Way::of(lines.filter).into_iter().map(explain).collect()
}
