//! The first page of a search among all users. One pass over them, because finding members, the
//! other users and the total separately would take three.
use super::list::MemberList;
use crate::{
    Error,
    base::{
        paging::{self, FETCH_LIMIT},
        sql::Sql,
        two_section_list::TwoSectionList,
    },
    enrolments::rules,
};
use domain::{
    ids::UserId,
    page::{Direction, Page},
};
use sea_orm::FromQueryResult;

/// How many matches are read together with their membership: few enough to be quick, and mostly
/// all there are.
const SURVEYED: u64 = 500;

/// A user found by name: their place in the order, and whether they are a member.
#[derive(FromQueryResult)]
struct SearchHit {
    id: UserId,
    sort_name: String,
    member: bool,
}

impl MemberList<'_> {
    /// Returns the first page of both sections.
    pub(super) async fn search_first_page(
        &self,
        list: &TwoSectionList<'_>,
    ) -> Result<Page<UserId>, Error> {
        let [members, others] = &list.sections;
        let hits = self.survey().await?;
        let mut total = i64::try_from(hits.len()).unwrap_or(i64::MAX);
        let mut found: Vec<_> = hits
            .iter()
            .filter(|hit| hit.member)
            .map(|hit| members.at(hit.id))
            .collect();
        found.truncate(usize::try_from(FETCH_LIMIT).unwrap_or(usize::MAX));
        let room = FETCH_LIMIT - found.len() as u64;
        if let (Some(last), true) = (hits.last(), hits.len() as u64 == SURVEYED) {
            total += self.count_beyond(last).await?;
            if room > 0 {
                let anchor = Some((last.sort_name.clone(), last.id));
                let more = members
                    .ids(self.db, Direction::Forward, anchor, room)
                    .await?;
                found.extend(more.into_iter().map(|user| members.at(user)));
            }
        }
        let room = usize::try_from(FETCH_LIMIT).unwrap_or(usize::MAX) - found.len();
        let rest = hits.iter().filter(|hit| !hit.member);
        found.extend(rest.map(|hit| others.at(hit.id)).take(room));
        list.first_page_of(found, total).await
    }

    async fn survey(&self) -> Result<Vec<SearchHit>, Error> {
        let sql = Sql::new(self.db.read()).add(
            &format!(
                "SELECT t.id, t.sort_name, {} AS member FROM users t WHERE TRUE",
                rules::is_member("?", "t.id")
            ),
            [self.group.id.into()],
        );
        self.in_branch(sql)
            .words("t.search", &self.words)
            .add(
                " ORDER BY t.sort_name, t.id LIMIT ?",
                [paging::limit(SURVEYED)],
            )
            .all(self.db.read())
            .await
    }

    async fn count_beyond(&self, last: &SearchHit) -> Result<i64, Error> {
        let sql = Sql::new(self.db.read()).text("SELECT count(*) FROM users t WHERE TRUE");
        let sql = self.in_branch(sql).words("t.search", &self.words);
        paging::seek_after(sql, "sort_name", false, last.sort_name.clone(), last.id)
            .number(self.db.read())
            .await
    }
}
