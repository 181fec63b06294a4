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
    by_key: bool,
    shut_out: bool,
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
                "SELECT {}, k.name AS user_type, {} AS member, {} AS by_key, {} AS shut_out, {} AS enrolled FROM ",
                UserSummary::columns("u"),
                rules::is_member("?", "u.id"),
                rules::joined_by_key("?", "u.id"),
                rules::is_shut_out("?", "u.id"),
                rules::enrolled_courses("?", "u.id")
            ),
            [
                group.id.into(),
                group.id.into(),
                group.id.into(),
                group.id.into(),
            ],
        )
        .ids(users)
        .text(
            " i CROSS JOIN users u CROSS JOIN user_types k \
             WHERE u.id = i.id AND k.id = u.user_type_id",
        )
        .all(db.read())
        .await?;
    Ok(found.into_iter().map(|row| row.of(group)).collect())
}

impl MemberRecord {
    fn of(self, group: &group::Model) -> MemberRow {
        MemberRow {
            user: self.user.id,
            name: self.user.full_name(),
            login: self.user.login,
            email: self.user.email,
            user_type: self.user_type,
            active: self.user.active,
            member: self.member,
            by_key: self.by_key,
            shut_out: self.shut_out,
            enrolled: self.enrolled,
            courses: group.course_count,
        }
    }
}
