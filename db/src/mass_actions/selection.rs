//! The users that a mass action is about, as a fragment of SQL.
use super::{on_users, pace::STEP};
use crate::{
    Error, Txn,
    base::{entities::group, paging, search_text, sql::Sql},
    enrolments::rules,
};
use domain::{
    access_scope::AccessScope,
    ids::{ImportId, UserId},
    mass_actions::{MassActionKind, Selection, UserSelection},
    members::MemberFilter,
};
use sea_orm::ConnectionTrait;

/// Before all users.
pub(super) const START: UserId = UserId(0);

/// Finds the users of a selection that an action of this kind applies to: only members, except
/// when users are added, or chosen on the list of users.
pub(super) struct SelectionQuery<'a> {
    group: &'a group::Model,
    filter: MemberFilter,
    words: Vec<String>,
    selected: Option<Vec<UserId>>,
    /// Only users of its rows.
    import: Option<ImportId>,
    /// As they were chosen on the list of users, and the scope of it.
    users: Option<(&'a UserSelection, AccessScope)>,
    /// Only members can be found, so the memberships are scanned instead of all users.
    members: bool,
}

impl<'a> SelectionQuery<'a> {
    pub(super) fn new(
        group: &'a group::Model,
        kind: MassActionKind,
        selection: &'a Selection,
        scope: AccessScope,
    ) -> Self {
        let (filter, words, selected) = match selection {
            Selection::AllMembers => (MemberFilter::Members, Vec::new(), None),
            Selection::Matching { search, filter } => {
                (*filter, search_text::search_words(search), None)
            }
            Selection::Selected(users) => {
                let users = users.clone();
                (MemberFilter::All, Vec::new(), Some(users))
            }
            Selection::Import(_) | Selection::Users(_) => (MemberFilter::All, Vec::new(), None),
        };
        let import = match selection {
            Selection::Import(import) => Some(*import),
            _ => None,
        };
        let users = match selection {
            Selection::Users(users) => Some((users, scope)),
            _ => None,
        };
        let by_filter = matches!(filter, MemberFilter::Members | MemberFilter::OutOfSync);
        Self {
            group,
            filter,
            words,
            selected,
            import,
            users,
            members: users.is_none() && (by_filter || kind != MassActionKind::AddMembers),
        }
    }

    pub(super) async fn count(&self, connection: &impl ConnectionTrait) -> Result<i64, Error> {
        self.found(Sql::new(connection).text("SELECT count(*)"), START)
            .number(connection)
            .await
    }

    /// Returns the next users after the id `reached`, by id, at most [`STEP`].
    pub(super) async fn next(&self, txn: &Txn, reached: UserId) -> Result<Vec<UserId>, Error> {
        let select = format!("SELECT {}", self.id());
        let order = format!(" ORDER BY {} LIMIT ?", self.id());
        self.found(Sql::new(txn).text(&select), reached)
            .add(&order, [paging::limit(STEP)])
            .column(txn)
            .await
    }

    /// Adds the `FROM` and `WHERE` of the users `u` after the id `reached`.
    pub(super) fn found(&self, sql: Sql, reached: UserId) -> Sql {
        let group = self.group.id;
        let id = self.id();
        let sql = if self.members {
            sql.add(
                " FROM group_members m CROSS JOIN users u WHERE m.group_id = ? \
                 AND u.id = m.user_id",
                [group.into()],
            )
        } else if let Some((users, scope)) = self.users {
            on_users::selected(sql.text(" FROM users u WHERE TRUE"), users, scope)
        } else {
            sql.text(" FROM users u WHERE TRUE")
                .users_who_may_join("u", self.group)
        };
        let sql = sql.add(&format!(" AND {id} > ?"), [reached.into()]);
        let sql = match &self.selected {
            Some(users) => sql.text(&format!(" AND {id} IN ")).ids(users),
            None => sql,
        };
        let sql = match self.import {
            Some(import) => sql.add(
                &format!(
                    " AND {id} IN (SELECT r.user_id FROM import_rows r WHERE r.import_id = ? \
                     AND r.verdict = 'added')"
                ),
                [import.into()],
            ),
            None => sql,
        };
        let sql = match self.filter {
            MemberFilter::NotMembers => sql.add(
                &format!(" AND NOT {}", rules::is_member("?", "u.id")),
                [group.into()],
            ),
            MemberFilter::OutOfSync => sql.users_out_of_sync("u", self.group),
            MemberFilter::All | MemberFilter::Members => sql,
        };
        sql.words("u.search", &self.words)
    }

    const fn id(&self) -> &'static str {
        if self.members { "m.user_id" } else { "u.id" }
    }
}
