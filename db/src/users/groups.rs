//! A user's Groups tab: the user's groups, and the other groups.
use crate::{
    Db, Error,
    base::{
        entities::{user, user_type},
        paging, search_text,
        sql::Sql,
        two_section_list::TwoSectionList,
    },
    enrolments::rules,
};
use domain::{
    access_scope::AccessScope,
    ids::{GroupId, UserId},
    members::{MemberFilter, MemberQuery, MemberRow, UserGroupRow},
    page::Page,
};
use sea_orm::{EntityTrait, FromQueryResult};

/// Returns one page of the groups outside the trash, the user's own first, each by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list_groups(
    db: &Db,
    scope: AccessScope,
    user: UserId,
    query: &MemberQuery,
) -> Result<Page<UserGroupRow>, Error> {
    let user_row = user::Entity::find_by_id(user).one(db.read()).await?;
    let user_row = user_row.ok_or(Error::NotFound)?;
    let words = search_text::search_words(&query.search.text);
    let branch = user_row.branch_id;
    let late = query.filter == MemberFilter::OutOfSync;
    let in_first_section = |sql: Sql| sql.add(&rules::is_member("t.id", "?"), [user.into()]);
    let filtered = |sql: Sql| {
        let sql = sql
            .text(" AND t.deleted_at IS NULL")
            .groups_in_scope("t", scope)
            .groups_joinable_from("t", branch);
        let sql = if late {
            sql.groups_out_of_sync("t", &user_row)
        } else {
            sql
        };
        sql.words("t.search", &words)
    };
    let ids = TwoSectionList::by_name(
        db,
        "groups",
        shown(query.filter),
        in_first_section,
        filtered,
    )
    .page(query.search.cursor.as_deref())
    .await?;
    let rows = rows(db, user_row, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.group))
}

/// Whether the user's groups are shown, and the others.
const fn shown(filter: MemberFilter) -> [bool; 2] {
    match filter {
        MemberFilter::All => [true, true],
        MemberFilter::Members | MemberFilter::OutOfSync => [true, false],
        MemberFilter::NotMembers => [false, true],
    }
}

#[derive(FromQueryResult)]
struct UserGroupRecord {
    id: GroupId,
    name: String,
    description: String,
    course_count: i64,
    branch: Option<String>,
    member: bool,
    by_key: bool,
    shut_out: bool,
    enrolled: i64,
}

impl UserGroupRecord {
    fn row(self, user_row: &user::Model, kind: &user_type::Model) -> UserGroupRow {
        UserGroupRow {
            group: self.id,
            name: self.name,
            description: self.description,
            branch: self.branch,
            membership: MemberRow {
                user: user_row.id,
                name: user_row.full_name(),
                login: user_row.login.clone(),
                email: user_row.email.clone(),
                user_type: kind.name.clone(),
                active: user_row.active,
                member: self.member,
                by_key: self.by_key,
                shut_out: self.shut_out,
                enrolled: self.enrolled,
                courses: self.course_count,
            },
        }
    }
}

async fn rows(
    db: &Db,
    user_row: user::Model,
    groups: &[GroupId],
) -> Result<Vec<UserGroupRow>, Error> {
    let kind = user_type::Entity::find_by_id(user_row.user_type_id)
        .one(db.read())
        .await?
        .ok_or(Error::InvalidData("users.user_type_id"))?;
    let found: Vec<UserGroupRecord> = Sql::new(db.read())
        .add(
            &format!(
                "SELECT g.id, g.name, g.description, g.course_count, b.name AS branch, \
             {} AS member, {} AS by_key, {} AS shut_out, {} AS enrolled FROM groups g \
             LEFT JOIN branches b ON b.id = g.branch_id WHERE g.id IN ",
                rules::is_member("g.id", "?"),
                rules::joined_by_key("g.id", "?"),
                rules::is_shut_out("g.id", "?"),
                rules::enrolled_courses("g.id", "?")
            ),
            [
                user_row.id.into(),
                user_row.id.into(),
                user_row.id.into(),
                user_row.id.into(),
            ],
        )
        .ids(groups)
        .all(db.read())
        .await?;
    Ok(found
        .into_iter()
        .map(|found| found.row(&user_row, &kind))
        .collect())
}
