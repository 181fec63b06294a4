//! Members as files: exporting them.
use crate::{
    Db, Error,
    base::{paging, sql::Sql},
    enrolments::rules,
    groups,
    users::{PERSON_COLUMNS, PersonExport},
};
use domain::{
    ids::{GroupId, UserId},
    time::Timestamp,
};
use sea_orm::FromQueryResult;

/// Members per page of an export.
const EXPORT_PAGE: u64 = 1_000;

/// A member as exported.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MemberExport {
    #[sea_orm(nested)]
    pub person: PersonExport,
    pub added_at: Timestamp,
    /// How many of the group's courses the member has from the group.
    pub enrolled: i64,
    pub courses: i64,
}

/// Returns the next thousand members with an id above `after` (0 for the start). A shorter result
/// is the last.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn export(db: &Db, group: GroupId, after: UserId) -> Result<Vec<MemberExport>, Error> {
    let group = groups::find(db.read(), group).await?;
    Sql::new(db.read())
        .add(
            &format!(
                "SELECT {PERSON_COLUMNS}, m.added_at, {} AS enrolled, \
                 CAST(? AS BIGINT) AS courses FROM group_members m \
                 CROSS JOIN users u CROSS JOIN user_types t WHERE m.group_id = ? AND m.user_id > ? \
                 AND u.id = m.user_id AND t.id = u.user_type_id ORDER BY m.user_id LIMIT ?",
                rules::enrolled_courses("m.group_id", "u.id")
            ),
            [
                group.course_count.into(),
                group.id.into(),
                after.into(),
                paging::limit(EXPORT_PAGE),
            ],
        )
        .all(db.read())
        .await
}
