//! The list on the Users tab: two sections, members and the others, each by name.
use super::rows;
use crate::{
    Db, Error,
    base::{
        entities::group,
        paging::{self, FETCH_LIMIT, SeekRequest},
        search_text,
        sql::Sql,
    },
    groups,
};
use domain::{
    ids::GroupId,
    members::{MemberFilter, MemberQuery, MemberRow},
    page::{Direction, Page},
};

/// Up to this many members are looked up one by one and sorted. In larger groups the users are
/// walked by name and checked for membership until the page is full.
const SMALL: i64 = 2_000;

/// One page of users, members first, then by name. The cursor says which of the two sections it
/// belongs to.
///
/// # Errors
/// [`Error::NotFound`] for a group that does not exist or is in the trash.
pub async fn list(db: &Db, group: GroupId, query: &MemberQuery) -> Result<Page<MemberRow>, Error> {
    let group = groups::find(db, group).await?;
    let tab = MemberList {
        db,
        words: search_text::search_words(&query.search.text),
        filter: query.filter,
        group,
    };
    let mut ask = SeekRequest::read(query.search.cursor.as_deref(), Position::read);
    let mut found = tab.fetch(ask).await?;
    if found.0.is_empty() && ask.from.is_some() {
        ask = SeekRequest::FIRST;
        found = tab.fetch(ask).await?;
    }
    let (found, total) = found;
    let total = match total.or_else(|| paging::total_if_known(&ask, found.len())) {
        Some(total) => total,
        None => tab.total().await?,
    };
    let places = paging::into_page(found, &ask, total, Position::write);
    let ids = paging::only_ids(places, |place| place.user);
    let rows = rows::of_users(db, &tab.group, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.user.0))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Members,
    Others,
}

/// A row's place: `m12` among the members, `n12` among the others.
#[derive(Clone, Copy)]
pub(super) struct Position {
    section: Section,
    user: i64,
}

impl Position {
    pub(super) const fn new(section: Section, user: i64) -> Self {
        Self { section, user }
    }

    fn read(text: &str) -> Option<Self> {
        let (section, user) = if let Some(user) = text.strip_prefix('m') {
            (Section::Members, user)
        } else {
            (Section::Others, text.strip_prefix('n')?)
        };
        let user = user.parse().ok()?;
        Some(Self { section, user })
    }

    fn write(&self) -> String {
        match self.section {
            Section::Members => format!("m{}", self.user),
            Section::Others => format!("n{}", self.user),
        }
    }
}

pub(super) struct MemberList<'a> {
    pub(super) db: &'a Db,
    pub(super) group: group::Model,
    pub(super) words: Vec<String>,
    filter: MemberFilter,
}

impl MemberList<'_> {
    /// The sections that the filter shows, in order.
    const fn sections(&self) -> &'static [Section] {
        match self.filter {
            MemberFilter::All => &[Section::Members, Section::Others],
            MemberFilter::Members | MemberFilter::OutOfSync => &[Section::Members],
            MemberFilter::NotMembers => &[Section::Others],
        }
    }

    /// Returns at most [`FETCH_LIMIT`] positions in the requested direction, and the total if
    /// finding them revealed it.
    async fn fetch(
        &self,
        ask: SeekRequest<Position>,
    ) -> Result<(Vec<Position>, Option<i64>), Error> {
        let searched = !self.words.is_empty();
        if searched && ask.from.is_none() && self.filter == MemberFilter::All {
            let (found, total) = self.search_first_page().await?;
            return Ok((found, Some(total)));
        }
        Ok((self.fetch_sections(ask).await?, None))
    }

    async fn fetch_sections(&self, ask: SeekRequest<Position>) -> Result<Vec<Position>, Error> {
        let mut sections = self.sections().to_vec();
        if ask.direction == Direction::Backward {
            sections.reverse();
        }
        let mut found = Vec::new();
        let mut anchor = None;
        if let Some(from) = ask.from {
            let Some(place) = sections.iter().position(|it| *it == from.section) else {
                return Ok(found);
            };
            sections.drain(..place);
            let Some(key) = paging::text_of(self.db, "users", "sort_name", from.user).await? else {
                return Ok(found);
            };
            anchor = Some((key, from.user));
        }
        for section in sections {
            let room = FETCH_LIMIT - found.len() as u64;
            let users = self
                .section(section, ask.direction, anchor.take(), room)
                .await?;
            found.extend(users.into_iter().map(|user| Position { section, user }));
            if found.len() as u64 == FETCH_LIMIT {
                break;
            }
        }
        Ok(found)
    }

    /// Returns at most `room` users of a section after (or before) the `anchor`.
    pub(super) async fn section(
        &self,
        section: Section,
        direction: Direction,
        anchor: Option<(String, i64)>,
        room: u64,
    ) -> Result<Vec<i64>, Error> {
        let backward = direction == Direction::Backward;
        let mut sql = self.of_section(Sql::new(self.db.read()).text("SELECT t.id"), section);
        if let Some((key, user)) = anchor {
            sql = paging::seek_after(sql, "sort_name", backward, key, user);
        }
        let order = if backward {
            " ORDER BY t.sort_name DESC, t.id DESC LIMIT ?"
        } else {
            " ORDER BY t.sort_name, t.id LIMIT ?"
        };
        sql.add(order, [paging::limit(room)])
            .numbers(self.db.read())
            .await
    }

    /// Adds the `FROM` and `WHERE` that find users `t` of a section by name.
    fn of_section(&self, sql: Sql, section: Section) -> Sql {
        let group = self.group.id;
        let sql = match section {
            Section::Members if self.group.member_count <= SMALL => self.of_members(sql),
            // Not EXISTS: SQLite would turn it into a join, look up every member and sort.
            Section::Members => sql.add(
                " FROM users t WHERE (SELECT count(*) FROM group_members m \
                 WHERE m.group_id = ? AND m.user_id = t.id) = 1",
                [group.into()],
            ),
            Section::Others => sql.add(
                " FROM users t WHERE NOT EXISTS (SELECT 1 FROM group_members m \
                 WHERE m.group_id = ? AND m.user_id = t.id)",
                [group.into()],
            ),
        };
        self.narrowed(sql)
    }

    /// Adds the `FROM` and `WHERE` that read all members `t`.
    fn of_members(&self, sql: Sql) -> Sql {
        sql.add(
            " FROM group_members m CROSS JOIN users t WHERE m.group_id = ? AND t.id = m.user_id",
            [self.group.id.into()],
        )
    }

    /// Adds the conditions of the filter and the search on a user `t`.
    fn narrowed(&self, sql: Sql) -> Sql {
        self.of_branch(sql)
            .when(
                self.filter == MemberFilter::OutOfSync,
                " AND t.active AND (SELECT count(*) FROM enrolments e WHERE e.group_id = ? \
             AND e.user_id = t.id AND e.source = 'group') < ?",
                [self.group.id.into(), self.group.course_count.into()],
            )
            .words("t.search", &self.words)
    }

    /// Adds that the user `t` may join the group: a branch's group takes only users of the
    /// branch.
    pub(super) fn of_branch(&self, sql: Sql) -> Sql {
        sql.users_in_scope("t", groups::scope(&self.group))
    }

    /// Returns how many users all sections have, from the counter if it is known.
    async fn total(&self) -> Result<i64, Error> {
        let connection = self.db.read();
        let searched = !self.words.is_empty();
        match self.filter {
            MemberFilter::Members if !searched => Ok(self.group.member_count),
            MemberFilter::OutOfSync if self.group.drift == 0 => Ok(0),
            MemberFilter::Members | MemberFilter::OutOfSync => {
                let sql = Sql::new(connection).text("SELECT count(*)");
                self.narrowed(self.of_members(sql)).number(connection).await
            }
            MemberFilter::NotMembers if searched => {
                let sql = Sql::new(connection).text("SELECT count(*)");
                self.of_section(sql, Section::Others)
                    .number(connection)
                    .await
            }
            MemberFilter::NotMembers | MemberFilter::All => {
                let all = Sql::new(connection).text("SELECT count(*) FROM users t WHERE TRUE");
                let all = self
                    .of_branch(all)
                    .words("t.search", &self.words)
                    .number(connection)
                    .await?;
                let without = self.filter == MemberFilter::NotMembers;
                Ok(all - if without { self.group.member_count } else { 0 })
            }
        }
    }
}
