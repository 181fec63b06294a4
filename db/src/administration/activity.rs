//! Reading the log of who did what.
#[cfg(test)]
mod tests;

use crate::{
    Db, Error,
    base::{
        activity::sentence_of,
        entities::{activity, course, group, user},
        paging::{self, List, Order},
        sql::Sql,
    },
};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind, ActivityRow, SubjectNames},
    ids::{ActivityId, CourseId, GroupId, UserId},
    page::{Cursor, Page},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::{cmp::Reverse, collections::HashMap};

/// Maximum number of lines that one call of [`export`] returns.
const EXPORTED: i64 = 1_000;

/// Returns one page of the lines that match the filter, newest first.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    filter: &ActivityFilter,
    cursor: Option<&Cursor>,
) -> Result<Page<ActivityRow>, Error> {
    let list = List::new("activity", Order::Newest);
    let cursor = cursor.map(|cursor| cursor.0.as_str());
    let ids = paging::ids(db, &list, cursor, |sql| {
        narrowed(sql, filter).activity_in_scope("t", scope)
    })
    .await?;
    let rows = rows(db, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row: &ActivityRow| row.id))
}

/// How many of the newest lines of a kind are looked at for those in a scope.
const LOOKED_AT: i64 = 500;

/// Returns the newest lines of these kinds, newest first; what is in the scope, of the newest of each kind only.
///
/// # Errors
/// The database failed.
pub async fn recent(
    db: &Db,
    scope: AccessScope,
    kinds: &[ActivityKind],
    most: i64,
) -> Result<Vec<ActivityRow>, Error> {
    let ids: Vec<ActivityId> = newest(Sql::new(db.read()), scope, kinds, most)
        .column(db.read())
        .await?;
    let mut rows = rows(db, &ids).await?;
    rows.sort_by_key(|row| Reverse(row.id));
    Ok(rows)
}

fn newest(sql: Sql, scope: AccessScope, kinds: &[ActivityKind], most: i64) -> Sql {
    let mut sql = sql.text("SELECT t.id FROM activity t WHERE t.id IN (");
    for (place, kind) in kinds.iter().enumerate() {
        let looked_at = if scope.is_unrestricted() {
            most
        } else {
            LOOKED_AT
        };
        sql = sql.when(place > 0, " UNION ALL ", []).add(
            "SELECT id FROM (SELECT a.id FROM activity a WHERE a.verb = ? ORDER BY a.id DESC LIMIT ?) k",
            [kind.code().into(), looked_at.into()],
        );
    }
    sql.text(")")
        .activity_in_scope("t", scope)
        .add(" ORDER BY t.id DESC LIMIT ?", [most.into()])
}

/// Returns the names of the group, user and course that the filter selects.
///
/// # Errors
/// The database failed.
pub async fn subjects(db: &Db, filter: &ActivityFilter) -> Result<SubjectNames, Error> {
    let ActivityFilter {
        group,
        user,
        course,
        ..
    } = *filter;
    let names = Names::read(db, group.as_slice(), user.as_slice(), course.as_slice()).await?;
    Ok(names.of(group, user, course))
}

/// Returns up to 1,000 lines with an id below `before`, newest first; without `before`, the
/// newest.
///
/// # Errors
/// The database failed.
pub async fn export(
    db: &Db,
    scope: AccessScope,
    filter: &ActivityFilter,
    before: Option<ActivityId>,
) -> Result<Vec<ActivityRow>, Error> {
    let sql = Sql::new(db.read()).text("SELECT t.id FROM activity t WHERE TRUE");
    let ids = narrowed(sql, filter)
        .activity_in_scope("t", scope)
        .when(before.is_some(), " AND t.id < ?", [before.into()])
        .add(" ORDER BY t.id DESC LIMIT ?", [EXPORTED.into()])
        .column(db.read())
        .await?;
    let mut rows = rows(db, &ids).await?;
    rows.sort_by_key(|row| Reverse(row.id));
    Ok(rows)
}

/// Adds the filter's conditions on a line `t`.
fn narrowed(sql: Sql, filter: &ActivityFilter) -> Sql {
    let (group, user, course) = (filter.group, filter.user, filter.course);
    sql.when(group.is_some(), " AND t.group_id = ?", [group.into()])
        .when(
            user.is_some(),
            " AND (t.user_id = ? OR t.actor_id = ?)",
            [user.into(), user.into()],
        )
        .when(course.is_some(), " AND t.course_id = ?", [course.into()])
        .when(
            filter.kind.is_some(),
            of_kind(filter),
            [filter.kind.map(ActivityKind::code).into()],
        )
}

/// An expression hides the verb from SQLite, which would read all lines of the kind instead of the few of the user.
const fn of_kind(filter: &ActivityFilter) -> &'static str {
    if filter.user.is_some() {
        " AND t.verb || '' = ?"
    } else {
        " AND t.verb = ?"
    }
}

/// The lines with these ids, in any order.
async fn rows(db: &Db, ids: &[ActivityId]) -> Result<Vec<ActivityRow>, Error> {
    let lines = activity::Entity::find()
        .filter(activity::Column::Id.is_in(ids.iter().copied()))
        .all(db.read())
        .await?;
    let groups: Vec<_> = lines.iter().filter_map(|line| line.group_id).collect();
    let users: Vec<_> = lines.iter().filter_map(|line| line.user_id).collect();
    let courses: Vec<_> = lines.iter().filter_map(|line| line.course_id).collect();
    let names = Names::read(db, &groups, &users, &courses).await?;
    let row = |line: activity::Model| ActivityRow {
        names: names.of(line.group_id, line.user_id, line.course_id),
        sentence: sentence_of(&line),
        id: line.id,
        at: line.at,
        actor: line.actor_name,
        group: line.group_id,
        user: line.user_id,
        course: line.course_id,
        address: line.address,
    };
    Ok(lines.into_iter().map(row).collect())
}

/// Names by id, of rows that still exist.
struct Names {
    groups: HashMap<GroupId, String>,
    users: HashMap<UserId, String>,
    courses: HashMap<CourseId, String>,
}

impl Names {
    async fn read(
        db: &Db,
        groups: &[GroupId],
        users: &[UserId],
        courses: &[CourseId],
    ) -> Result<Self, Error> {
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(users.iter().copied()))
            .all(db.read())
            .await?;
        Ok(Self {
            groups: group::Entity::find()
                .select_only()
                .columns([group::Column::Id, group::Column::Name])
                .filter(group::Column::Id.is_in(groups.iter().copied()))
                .filter(group::Column::DeletedAt.is_null())
                .into_tuple()
                .all(db.read())
                .await?
                .into_iter()
                .collect(),
            users: users
                .into_iter()
                .map(|user| (user.id, user.full_name()))
                .collect(),
            courses: course::Entity::find_live()
                .select_only()
                .columns([course::Column::Id, course::Column::Name])
                .filter(course::Column::Id.is_in(courses.iter().copied()))
                .into_tuple()
                .all(db.read())
                .await?
                .into_iter()
                .collect(),
        })
    }

    fn of(
        &self,
        group: Option<GroupId>,
        user: Option<UserId>,
        course: Option<CourseId>,
    ) -> SubjectNames {
        SubjectNames {
            group: group.and_then(|group| self.groups.get(&group).cloned()),
            user: user.and_then(|user| self.users.get(&user).cloned()),
            course: course.and_then(|course| self.courses.get(&course).cloned()),
        }
    }
}
