//! The list on the Users tab: two sections, members and the others, each by name.
use super::rows;
use crate::{
    Db, Error,
    base::{
        entities::group,
        paging, search_text,
        sql::Sql,
        two_section_list::{Section, SectionOrder, Total, TwoSectionList},
    },
    enrolments::rules,
    groups,
};
use domain::{
    ids::GroupId,
    members::{MemberFilter, MemberQuery, MemberRow},
    page::Page,
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
    let group = groups::find(db.read(), group).await?;
    let tab = MemberList {
        db,
        words: search_text::search_words(&query.search.text),
        filter: query.filter,
        group,
    };
    let list = tab.sections();
    let ids = match list.page_at(query.search.cursor.as_deref()).await? {
        Some(page) => page,
        None if tab.filter == MemberFilter::All && !tab.words.is_empty() => {
            tab.search_first_page(&list).await?
        }
        None => list.first_page().await?,
    };
    let rows = rows::of_users(db, &tab.group, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.user))
}

pub(super) struct MemberList<'a> {
    pub(super) db: &'a Db,
    pub(super) group: group::Model,
    pub(super) words: Vec<String>,
    filter: MemberFilter,
}

impl MemberList<'_> {
    fn sections(&self) -> TwoSectionList<'_> {
        let order = SectionOrder::Name("users", "sort_name");
        let members = Section {
            letter: 'm',
            shown: self.filter != MemberFilter::NotMembers,
            order,
            rows: Box::new(|sql| self.members_by_name(sql)),
        };
        let others = Section {
            letter: 'n',
            shown: matches!(self.filter, MemberFilter::All | MemberFilter::NotMembers),
            order,
            rows: Box::new(|sql| self.others(sql)),
        };
        TwoSectionList {
            db: self.db,
            sections: [members, others],
            total: self.total(),
        }
    }

    /// Adds the `FROM` and `WHERE` that find members `t` by name.
    fn members_by_name(&self, sql: Sql) -> Sql {
        if self.group.member_count <= SMALL {
            return self.members(sql);
        }
        // Not EXISTS: SQLite would turn it into a join, look up every member and sort.
        let sql = sql.add(
            " FROM users t WHERE (SELECT count(*) FROM group_members m \
             WHERE m.group_id = ? AND m.user_id = t.id) = 1",
            [self.group.id.into()],
        );
        self.narrowed(sql)
    }

    /// Adds the `FROM` and `WHERE` of the users `t` who are not members.
    fn others(&self, sql: Sql) -> Sql {
        let sql = sql.add(
            &format!(" FROM users t WHERE NOT {}", rules::is_member("?", "t.id")),
            [self.group.id.into()],
        );
        self.narrowed(sql)
    }

    /// Adds the `FROM` and `WHERE` that read all members `t`.
    fn members(&self, sql: Sql) -> Sql {
        let sql = sql.add(
            " FROM group_members m CROSS JOIN users t WHERE m.group_id = ? AND t.id = m.user_id",
            [self.group.id.into()],
        );
        self.narrowed(sql)
    }

    /// Adds the `FROM` and `WHERE` of the users `t` who match the search, members or not.
    fn everyone(&self, sql: Sql) -> Sql {
        self.in_branch(sql.text(" FROM users t WHERE TRUE"))
            .words("t.search", &self.words)
    }

    /// Adds the conditions of the filter and the search on a user `t`.
    fn narrowed(&self, sql: Sql) -> Sql {
        let sql = self.in_branch(sql);
        let sql = match self.filter {
            MemberFilter::OutOfSync => sql.users_out_of_sync("t", &self.group),
            _ => sql,
        };
        sql.words("t.search", &self.words)
    }

    /// Adds that the user `t` may join the group.
    pub(super) fn in_branch(&self, sql: Sql) -> Sql {
        sql.users_who_may_join("t", &self.group)
    }

    /// Returns how many users the shown sections have, from the counters if they are known.
    fn total(&self) -> Total<'_> {
        let searched = !self.words.is_empty();
        match self.filter {
            MemberFilter::Members if !searched => Total::Known(self.group.member_count),
            MemberFilter::OutOfSync if self.group.drift == 0 => Total::Known(0),
            MemberFilter::Members | MemberFilter::OutOfSync => {
                Total::Counted(Box::new(|sql| self.members(sql)), 0)
            }
            MemberFilter::NotMembers if searched => Total::Sections,
            MemberFilter::NotMembers => {
                let members = self.group.member_count;
                Total::Counted(Box::new(|sql| self.everyone(sql)), members)
            }
            MemberFilter::All => Total::Counted(Box::new(|sql| self.everyone(sql)), 0),
        }
    }
}
