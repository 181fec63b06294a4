//! Members as files: a list of people looked up before it is imported, and all members to export.
use crate::{Db, Error, entities::group, groups, paging, search_text, sql::Sql};
use domain::{
    ids::{GroupId, UserId},
    member_imports::{ImportRow, Verdict},
    time::Timestamp,
};
use sea_orm::FromQueryResult;
use std::collections::{HashMap, HashSet};

/// Members one page of an export holds.
const EXPORT_PAGE: u64 = 1_000;

#[derive(FromQueryResult)]
struct ExportRecord {
    typed: String,
    id: i64,
    first_name: String,
    last_name: String,
    active: bool,
    member: bool,
}

/// Finds the users that the lines name by login or e-mail address, without case and width;
/// answers a row for each line, and the users to add (inactive ones too: the mass action skips
/// them and says so).
///
/// # Errors
/// [`Error::NotFound`] where there is no such group.
pub async fn check(
    db: &Db,
    group: GroupId,
    lines: Vec<(usize, String)>,
) -> Result<(Vec<ImportRow>, Vec<UserId>), Error> {
    let group = groups::find(db, group).await?;
    let folded: Vec<String> = lines
        .iter()
        .map(|(_, typed)| search_text::case_fold(typed))
        .collect();
    let found = find(db, &group, &folded).await?;
    let (mut seen, mut to_add) = (HashSet::new(), Vec::new());
    let rows = lines
        .into_iter()
        .zip(&folded)
        .map(|((line, typed), folded)| {
            let user = found.get(folded);
            let verdict = match user {
                None => Verdict::Unknown,
                Some(user) if !seen.insert(user.id) => Verdict::Repeated,
                Some(user) if user.member => Verdict::AlreadyMember,
                Some(user) => {
                    to_add.push(UserId(user.id));
                    if user.active {
                        Verdict::Adds
                    } else {
                        Verdict::Inactive
                    }
                }
            };
            let name = user.map(|user| format!("{} {}", user.first_name, user.last_name));
            ImportRow {
                line,
                typed,
                name,
                verdict,
            }
        });
    Ok((rows.collect(), to_add))
}

/// The users by what names them; no login is another's address, so each names one.
async fn find(
    db: &Db,
    group: &group::Model,
    folded: &[String],
) -> Result<HashMap<String, ExportRecord>, Error> {
    let scope = groups::scope(group);
    let mut sql = Sql::new(db.read());
    for (place, column) in ["login_folded", "email_folded"].iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        sql = sql
            .add(
                &format!(
                    "{union}SELECT i.text AS typed, u.id, u.first_name, u.last_name, u.active, \
                     EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = ? \
                     AND m.user_id = u.id) AS member FROM "
                ),
                [group.id.into()],
            )
            .texts(folded)
            .text(&format!(" i JOIN users u ON u.{column} = i.text"))
            .users_in_scope("u", scope);
    }
    let rows = sql.rows(db.read()).await?;
    rows.iter()
        .map(|row| {
            let found = ExportRecord::from_query_result(row, "")?;
            Ok((found.typed.clone(), found))
        })
        .collect()
}

/// A member as the export has him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberExport {
    pub user: UserId,
    pub login: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub user_type: String,
    pub active: bool,
    pub added_at: Timestamp,
    /// Of the group's courses, those the group gave him.
    pub enrolled: i64,
    pub courses: i64,
}

/// The next thousand members after the user `after`, by id (0 is before the first); fewer are
/// the last.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn export(db: &Db, group: GroupId, after: UserId) -> Result<Vec<MemberExport>, Error> {
    let group = groups::find(db, group).await?;
    let rows = Sql::new(db.read())
        .add(
            "SELECT u.id, u.login, u.email, u.first_name, u.last_name, k.name, u.active, \
             m.added_at, (SELECT count(*) FROM enrolments e WHERE e.group_id = m.group_id \
             AND e.user_id = u.id AND e.source = 'group') FROM group_members m \
             CROSS JOIN users u CROSS JOIN user_types k WHERE m.group_id = ? AND m.user_id > ? \
             AND u.id = m.user_id AND k.id = u.user_type_id ORDER BY m.user_id LIMIT ?",
            [group.id.into(), after.0.into(), paging::limit(EXPORT_PAGE)],
        )
        .rows(db.read())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(MemberExport {
                user: UserId(row.try_get_by_index(0)?),
                login: row.try_get_by_index(1)?,
                email: row.try_get_by_index(2)?,
                first_name: row.try_get_by_index(3)?,
                last_name: row.try_get_by_index(4)?,
                user_type: row.try_get_by_index(5)?,
                active: row.try_get_by_index(6)?,
                added_at: Timestamp(row.try_get_by_index(7)?),
                enrolled: row.try_get_by_index(8)?,
                courses: group.course_count,
            })
        })
        .collect()
}
