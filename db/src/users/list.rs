//! The list of users.
use crate::{
    Db, Error,
    access::sessions,
    base::{
        paging::{self, List, Order},
        search_text::search_words,
        sql::Sql,
        summaries::UserSummary,
    },
};
use domain::{
    access_scope::AccessScope,
    ids::UserId,
    list_columns::{UserColumn, UserSorting},
    page::{Page, Search},
    time::Timestamp,
    users::{UserFilter, UserRow, UserState},
};
use sea_orm::FromQueryResult;

/// Returns one page of users by last name, then first name.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    search: &Search,
    filter: UserFilter,
) -> Result<Page<UserRow>, Error> {
    list_sorted(db, scope, filter, search, UserSorting::default()).await
}

/// As [`list`], in this order.
///
/// # Errors
/// The database failed.
pub async fn list_sorted(
    db: &Db,
    scope: AccessScope,
    filter: UserFilter,
    search: &Search,
    sorting: UserSorting,
) -> Result<Page<UserRow>, Error> {
    let order = match sorting.by {
        UserColumn::Name => Order::Text("sort_name"),
        UserColumn::LastSignIn => Order::Number("last_sign_in_at"),
    };
    let list = List::new("users", order).reversed(sorting.descending);
    let ids = paging::ids(db, &list, search.cursor.as_deref(), |sql| {
        narrowed(sql, "t", &search.text, filter).users_in_scope("t", scope)
    })
    .await?;
    let found = rows(db, scope, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, found, |row| row.id))
}

/// Adds that the user with this alias matches the search and the filter.
pub(crate) fn narrowed(sql: Sql, alias: &str, search: &str, filter: UserFilter) -> Sql {
    let registered = UserState::Registered.into();
    let sql = match filter {
        UserFilter::All => sql,
        UserFilter::Active => sql.text(&format!(" AND {alias}.active")),
        UserFilter::Inactive => sql.add(
            &format!(" AND NOT {alias}.active AND {alias}.state = ?"),
            [registered],
        ),
        UserFilter::Waiting => sql.add(&format!(" AND {alias}.state <> ?"), [registered]),
    };
    sql.words(&format!("{alias}.search"), &search_words(search))
}

#[derive(FromQueryResult)]
struct UserRecord {
    #[sea_orm(nested)]
    user: UserSummary,
    user_type: String,
    branch: Option<String>,
    state: UserState,
    groups: i64,
    courses: i64,
    last_sign_in_at: Timestamp,
}

/// Returns the rows of one page, with their counts from the same statement.
async fn rows(db: &Db, scope: AccessScope, ids: &[UserId]) -> Result<Vec<UserRow>, Error> {
    let found: Vec<UserRecord> = Sql::new(db.read())
        .text(&format!("SELECT {}, ", UserSummary::columns("u")))
        .text(
            "t.name AS user_type, b.name AS branch, u.state, u.last_sign_in_at, coalesce(g.number, 0) AS groups, \
             coalesce(c.number, 0) AS courses \
             FROM users u JOIN user_types t ON t.id = u.user_type_id \
             LEFT JOIN branches b ON b.id = u.branch_id \
             LEFT JOIN (SELECT m.user_id, count(*) AS number FROM group_members m \
             JOIN groups ON groups.id = m.group_id AND groups.deleted_at IS NULL \
             WHERE m.user_id IN ",
        )
        .ids(ids)
        .groups_in_scope("groups", scope)
        .text(
            " GROUP BY m.user_id) g ON g.user_id = u.id \
             LEFT JOIN (SELECT e.user_id, count(DISTINCT e.course_id) AS number \
             FROM enrolments e JOIN courses ON courses.id = e.course_id WHERE e.user_id IN ",
        )
        .ids(ids)
        .courses_in_scope("courses", scope)
        .text(" GROUP BY e.user_id) c ON c.user_id = u.id WHERE u.id IN ")
        .ids(ids)
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(row).collect())
}

fn row(found: UserRecord) -> UserRow {
    UserRow {
        id: found.user.id,
        name: found.user.full_name(),
        login: found.user.login,
        email: found.user.email,
        user_type: found.user_type,
        branch: found.branch,
        active: found.user.active,
        state: found.state,
        groups: found.groups,
        courses: found.courses,
        last_sign_in: Some(found.last_sign_in_at).filter(|at| *at != sessions::NEVER),
    }
}
