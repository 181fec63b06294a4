//! The first page of a search among all users. One pass over them, because finding members, the
//! other users and the total separately would take three.
use super::list::{MemberList, Position, Section};
use crate::{
    Error,
    base::{
        paging::{self, FETCH_LIMIT},
        sql::Sql,
    },
};
use domain::page::Direction;

/// How many matches are read together with their membership: few enough to be quick, and mostly
/// all there are.
const SURVEYED: u64 = 500;

/// A user found by name: their place in the order, and whether they are a member.
struct SearchHit {
    user: i64,
    sort_name: String,
    member: bool,
}

impl MemberList<'_> {
    /// Returns at most [`FETCH_LIMIT`] positions, members first, and the total.
    pub(super) async fn search_first_page(&self) -> Result<(Vec<Position>, i64), Error> {
        let hits = self.survey().await?;
        let mut total = i64::try_from(hits.len()).unwrap_or(i64::MAX);
        let place = |section| move |hit: &SearchHit| Position::new(section, hit.user);
        let mut found: Vec<Position> = hits
            .iter()
            .filter(|hit| hit.member)
            .map(place(Section::Members))
            .collect();
        found.truncate(usize::try_from(FETCH_LIMIT).unwrap_or(usize::MAX));
        let room = FETCH_LIMIT - found.len() as u64;
        if let (Some(last), true) = (hits.last(), hits.len() as u64 == SURVEYED) {
            total += self.count_beyond(last).await?;
            if room > 0 {
                let anchor = Some((last.sort_name.clone(), last.user));
                let more = self
                    .section(Section::Members, Direction::Forward, anchor, room)
                    .await?;
                let more = more.into_iter();
                found.extend(more.map(|user| Position::new(Section::Members, user)));
            }
        }
        let room = usize::try_from(FETCH_LIMIT).unwrap_or(usize::MAX) - found.len();
        let others = hits.iter().filter(|hit| !hit.member);
        found.extend(others.map(place(Section::Others)).take(room));
        Ok((found, total))
    }

    async fn survey(&self) -> Result<Vec<SearchHit>, Error> {
        let sql = Sql::new(self.db.read()).add(
            "SELECT t.id, t.sort_name, EXISTS (SELECT 1 FROM group_members m \
             WHERE m.group_id = ? AND m.user_id = t.id) FROM users t WHERE TRUE",
            [self.group.id.into()],
        );
        let rows = self
            .in_branch(sql)
            .words("t.search", &self.words)
            .add(
                " ORDER BY t.sort_name, t.id LIMIT ?",
                [paging::limit(SURVEYED)],
            )
            .rows(self.db.read())
            .await?;
        rows.iter()
            .map(|row| {
                Ok(SearchHit {
                    user: row.try_get_by_index(0)?,
                    sort_name: row.try_get_by_index(1)?,
                    member: row.try_get_by_index(2)?,
                })
            })
            .collect()
    }

    async fn count_beyond(&self, last: &SearchHit) -> Result<i64, Error> {
        let sql = Sql::new(self.db.read()).text("SELECT count(*) FROM users t WHERE TRUE");
        let sql = self.in_branch(sql).words("t.search", &self.words);
        paging::seek_after(sql, "sort_name", false, last.sort_name.clone(), last.user)
            .number(self.db.read())
            .await
    }
}
