//! Reading the log of who did what.
#[cfg(test)]
mod tests;

use crate::{
    Db, Error,
    base::{
        activity::sentence_of,
        entities::activity,
        paging::{self, List, Order},
        sql::Sql,
    },
};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind, ActivityRow, SubjectNames},
    ids::{CourseId, GroupId, UserId},
    page::{Cursor, Page},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
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
    let list = List {
        table: "activity",
        order: Order::Newest,
    };
    let cursor = cursor.map(|cursor| cursor.0.as_str());
    let ids = paging::ids(db, &list, cursor, |sql| {
        narrowed(sql, filter).activity_in_scope("t", scope)
    })
    .await?;
    let rows = rows(db, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row: &ActivityRow| row.id))
}

/// Returns the names of the group, user and course that the filter selects.
///
/// # Errors
/// The database failed.
pub async fn subjects(db: &Db, filter: &ActivityFilter) -> Result<SubjectNames, Error> {
    let ids = |id: Option<i64>| id.into_iter().collect::<Vec<_>>();
    let groups = ids(filter.group.map(|group| group.0));
    let users = ids(filter.user.map(|user| user.0));
    let courses = ids(filter.course.map(|course| course.0));
    let names = Names::read(db, &groups, &users, &courses).await?;
    Ok(names.of(
        groups.first().copied(),
        users.first().copied(),
        courses.first().copied(),
    ))
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
    before: Option<i64>,
) -> Result<Vec<ActivityRow>, Error> {
    let sql = Sql::new(db.read()).text("SELECT t.id FROM activity t WHERE TRUE");
    let ids = narrowed(sql, filter)
        .activity_in_scope("t", scope)
        .when(
            before.is_some(),
            " AND t.id < ?",
            [before.unwrap_or_default().into()],
        )
        .add(" ORDER BY t.id DESC LIMIT ?", [EXPORTED.into()])
        .numbers(db.read())
        .await?;
    let mut rows = rows(db, &ids).await?;
    rows.sort_by_key(|row| Reverse(row.id));
    Ok(rows)
}

/// Adds the filter's conditions on a line `t`.
fn narrowed(sql: Sql, filter: &ActivityFilter) -> Sql {
    let (group, user, course) = (filter.group, filter.user, filter.course);
    sql.when(
        group.is_some(),
        " AND t.group_id = ?",
        [group.map(|group| group.0).into()],
    )
    .when(
        user.is_some(),
        " AND (t.user_id = ? OR t.actor_id = ?)",
        [
            user.map(|user| user.0).into(),
            user.map(|user| user.0).into(),
        ],
    )
    .when(
        course.is_some(),
        " AND t.course_id = ?",
        [course.map(|course| course.0).into()],
    )
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
async fn rows(db: &Db, ids: &[i64]) -> Result<Vec<ActivityRow>, Error> {
    let lines = activity::Entity::find()
        .filter(activity::Column::Id.is_in(ids.iter().copied()))
        .all(db.read())
        .await?;
    let all = |of: fn(&activity::Model) -> Option<i64>| -> Vec<i64> {
        lines.iter().filter_map(of).collect()
    };
    let names = Names::read(
        db,
        &all(|line| line.group_id),
        &all(|line| line.user_id),
        &all(|line| line.course_id),
    )
    .await?;
    let row = |line: activity::Model| ActivityRow {
        names: names.of(line.group_id, line.user_id, line.course_id),
        sentence: sentence_of(&line),
        id: line.id,
        at: Timestamp(line.at),
        actor: line.actor_name,
        group: line.group_id.map(GroupId),
        user: line.user_id.map(UserId),
        course: line.course_id.map(CourseId),
        address: line.address,
    };
    Ok(lines.into_iter().map(row).collect())
}

/// Names by id, of rows that still exist.
struct Names {
    groups: HashMap<i64, String>,
    users: HashMap<i64, String>,
    courses: HashMap<i64, String>,
}

impl Names {
    async fn read(db: &Db, groups: &[i64], users: &[i64], courses: &[i64]) -> Result<Self, Error> {
        let read = async |what: &str, ids: &[i64]| {
            let sql = Sql::new(db.read()).text(&format!("SELECT t.id, {what} AND t.id IN "));
            let rows = sql.ids(ids).rows(db.read()).await?;
            rows.iter()
                .map(|row| Ok::<_, Error>((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
                .collect::<Result<HashMap<_, _>, _>>()
        };
        Ok(Self {
            groups: read("t.name FROM groups t WHERE t.deleted_at IS NULL", groups).await?,
            users: read(
                "t.first_name || ' ' || t.last_name FROM users t WHERE TRUE",
                users,
            )
            .await?,
            courses: read("t.name FROM courses t WHERE TRUE", courses).await?,
        })
    }

    fn of(&self, group: Option<i64>, user: Option<i64>, course: Option<i64>) -> SubjectNames {
        let name = |names: &HashMap<i64, String>, id: Option<i64>| {
            id.and_then(|id| names.get(&id).cloned())
        };
        SubjectNames {
            group: name(&self.groups, group),
            user: name(&self.users, user),
            course: name(&self.courses, course),
        }
    }
}
