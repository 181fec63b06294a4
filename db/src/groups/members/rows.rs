//! The rows of the Users tab.
use crate::{
    Db, Error,
    base::{entities::group, sql::Sql, summaries::UserSummary},
    enrolments::rules,
    groups,
};
use domain::{
    ids::{GroupId, UserId},
    members::MemberRow,
};
use sea_orm::FromQueryResult;

/// Returns one row as it is now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, group: GroupId, user: UserId) -> Result<MemberRow, Error> {
    let group = groups::find(db.read(), group).await?;
    let mut rows = of_users(db, &group, &[user]).await?;
    rows.pop().ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct MemberRecord {
    #[sea_orm(nested)]
    user: UserSummary,
    user_type: String,
    member: bool,
    enrolled: i64,
}

/// Returns the rows of these users, in any order.
pub(super) async fn of_users(
    db: &Db,
    group: &group::Model,
    users: &[UserId],
) -> Result<Vec<MemberRow>, Error> {
    let found: Vec<MemberRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT {}, k.name AS user_type, {} AS member, {} AS enrolled FROM ",
                UserSummary::columns("u"),
                rules::is_member("?", "u.id"),
                rules::enrolled_courses("?", "u.id")
            ),
            [group.id.into(), group.id.into()],
        )
        .ids(users)
        .text(
            " i CROSS JOIN users u CROSS JOIN user_types k \
             WHERE u.id = i.id AND k.id = u.user_type_id",
        )
        .all(db.read())
        .await?;
    Ok(found
        .into_iter()
        .map(|row| MemberRow {
            user: row.user.id,
            name: row.user.full_name(),
            login: row.user.login,
            email: row.user.email,
            user_type: row.user_type,
            active: row.user.active,
            member: row.member,
            enrolled: row.enrolled,
            courses: group.course_count,
        })
        .collect())
}
