//! Users as files: exporting them.
use super::list::narrowed;
use crate::{
    Db, Error,
    base::{paging, sql::Sql},
};
use domain::{
    access_scope::AccessScope, ids::UserId, page::Search, time::Timestamp, users::UserFilter,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// Users per page of an export.
const EXPORT_PAGE: u64 = 1_000;

/// What every export says about a user.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PersonExport {
    pub id: UserId,
    pub login: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub user_type: String,
    pub active: bool,
}

/// The columns of a [`PersonExport`], of the user `u` and the user type `t`.
pub(crate) const PERSON_COLUMNS: &str =
    "u.id, u.login, u.email, u.first_name, u.last_name, t.name AS user_type, u.active";

/// A user as exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserExport {
    pub person: PersonExport,
    pub branch: Option<String>,
    /// By name, without those in the trash.
    pub groups: Vec<String>,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct UserRecord {
    #[sea_orm(nested)]
    person: PersonExport,
    branch: Option<String>,
    created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Membership {
    user_id: UserId,
    name: String,
}

/// Returns the next thousand users with an id above `after` (0 for the start) who match search and filter, with their
/// groups in the scope `groups`; `None` reads no groups. The search's cursor does not count. A shorter result is the
/// last.
///
/// # Errors
/// The database failed.
pub async fn export(
    db: &Db,
    scope: AccessScope,
    search: &Search,
    filter: UserFilter,
    groups: Option<AccessScope>,
    after: UserId,
) -> Result<Vec<UserExport>, Error> {
    let sql = Sql::new(db.read()).add(
        &format!(
            "SELECT {PERSON_COLUMNS}, b.name AS branch, u.created_at FROM users u \
             JOIN user_types t ON t.id = u.user_type_id \
             LEFT JOIN branches b ON b.id = u.branch_id WHERE u.id > ?"
        ),
        [after.into()],
    );
    let users: Vec<UserRecord> = narrowed(sql, "u", &search.text, filter)
        .users_in_scope("u", scope)
        .add(" ORDER BY u.id LIMIT ?", [paging::limit(EXPORT_PAGE)])
        .all(db.read())
        .await?;
    let mut of_users = match groups {
        Some(scope) => group_names(db, scope, &users).await?,
        None => HashMap::new(),
    };
    let export = |user: UserRecord| UserExport {
        groups: of_users.remove(&user.person.id).unwrap_or_default(),
        person: user.person,
        branch: user.branch,
        created_at: user.created_at,
    };
    Ok(users.into_iter().map(export).collect())
}

async fn group_names(
    db: &Db,
    scope: AccessScope,
    users: &[UserRecord],
) -> Result<HashMap<UserId, Vec<String>>, Error> {
    let ids: Vec<_> = users.iter().map(|user| user.person.id).collect();
    let memberships: Vec<Membership> = Sql::new(db.read())
        .text(
            "SELECT m.user_id, g.name FROM group_members m \
             JOIN groups g ON g.id = m.group_id AND g.deleted_at IS NULL WHERE m.user_id IN ",
        )
        .ids(&ids)
        .groups_in_scope("g", scope)
        .text(" ORDER BY g.sort_name, g.id")
        .all(db.read())
        .await?;
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for membership in memberships {
        names
            .entry(membership.user_id)
            .or_default()
            .push(membership.name);
    }
    Ok(names)
}
