//! Members as files: looking up a list of people before it is imported, and exporting all
//! members.
use crate::{
    Db, Error,
    base::{
        entities::{group, user::full_name},
        paging, search_text,
        sql::Sql,
    },
    enrolments::rules,
    groups,
    users::{PERSON_COLUMNS, PersonExport},
};
use domain::{
    ids::{GroupId, UserId},
    member_imports::{ImportRow, MemberImportLine, Verdict},
    time::Timestamp,
};
use sea_orm::FromQueryResult;
use std::collections::{HashMap, HashSet};

/// Members per page of an export.
const EXPORT_PAGE: u64 = 1_000;

#[derive(FromQueryResult)]
struct NamedUser {
    typed: String,
    id: UserId,
    first_name: String,
    last_name: String,
    active: bool,
    member: bool,
}

/// Finds the users that the lines name by login or e-mail address, ignoring case and width.
/// Returns a row for each line and the users to add, including inactive ones, which the mass
/// action skips and reports. A line that names two users adds neither.
///
/// # Errors
/// [`Error::NotFound`] if the group does not exist.
pub async fn preview_import(
    db: &Db,
    group: GroupId,
    lines: Vec<MemberImportLine>,
) -> Result<(Vec<ImportRow>, Vec<UserId>), Error> {
    let group = groups::find(db.read(), group).await?;
    let texts = |line: &MemberImportLine| [&line.candidates[..], &line.fallback[..]].concat();
    let folded: Vec<String> = lines
        .iter()
        .flat_map(texts)
        .map(|text| search_text::case_fold(&text))
        .collect();
    let found = find(db, &group, &folded).await?;
    let (mut seen, mut to_add) = (HashSet::new(), Vec::new());
    let rows = lines.into_iter().map(|line| {
        let (user, typed) = match named_by(&line, &found) {
            Named::One(user, typed) => (user, typed.clone()),
            Named::Several => return row(line, None, Verdict::Ambiguous),
            Named::None if line.is_word => return row(line, None, Verdict::Word),
            Named::None => return row(line, None, Verdict::Unknown),
        };
        let verdict = if !seen.insert(user.id) {
            Verdict::Repeated
        } else if user.member {
            Verdict::AlreadyMember
        } else {
            to_add.push(user.id);
            if user.active {
                Verdict::Adds
            } else {
                Verdict::Inactive
            }
        };
        row(MemberImportLine { typed, ..line }, Some(user), verdict)
    });
    Ok((rows.collect(), to_add))
}

fn row(line: MemberImportLine, user: Option<&NamedUser>, verdict: Verdict) -> ImportRow {
    ImportRow {
        line: line.line,
        typed: line.typed,
        name: user.map(|user| full_name(&user.first_name, &user.last_name)),
        verdict,
    }
}

/// The user that a line names, with the text that does.
enum Named<'line, 'found> {
    None,
    One(&'found NamedUser, &'line String),
    Several,
}

fn named_by<'line, 'found>(
    line: &'line MemberImportLine,
    found: &'found HashMap<String, NamedUser>,
) -> Named<'line, 'found> {
    let among = |texts: &'line [String]| {
        let users = texts
            .iter()
            .filter_map(|text| Some((found.get(&search_text::case_fold(text))?, text)));
        let users: Vec<_> = users.collect();
        match users.as_slice() {
            [] => Named::None,
            [(one, text), others @ ..] if others.iter().all(|(other, _)| other.id == one.id) => {
                Named::One(one, text)
            }
            _ => Named::Several,
        }
    };
    match among(&line.candidates) {
        Named::None => among(&line.fallback),
        named => named,
    }
}

/// Finds users by login or e-mail address. No login is another user's address, so each text names
/// at most one user.
async fn find(
    db: &Db,
    group: &group::Model,
    folded: &[String],
) -> Result<HashMap<String, NamedUser>, Error> {
    let mut sql = Sql::new(db.read());
    for (place, column) in ["login_folded", "email_folded"].iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        sql = sql
            .add(
                &format!(
                    "{union}SELECT i.text AS typed, u.id, u.first_name, u.last_name, u.active, \
                     {} AS member FROM ",
                    rules::is_member("?", "u.id")
                ),
                [group.id.into()],
            )
            .texts(folded)
            .text(&format!(" i JOIN users u ON u.{column} = i.text"))
            .users_who_may_join("u", group);
    }
    let found: Vec<NamedUser> = sql.all(db.read()).await?;
    Ok(found
        .into_iter()
        .map(|user| (user.typed.clone(), user))
        .collect())
}

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
