//! Reading the log of who did what.
mod names;
mod order;
mod paged;
mod reading;
#[cfg(test)]
mod tests;

use crate::{
    Db, Error,
    base::{activity::told, entities::activity, paging::order_by_ids, sql::Sql},
};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind, ActivityRow, Deed, SubjectNames},
    ids::ActivityId,
    page::{Cursor, Page},
    time::Timestamp,
    timeline::{Timeline, by_day},
};
use names::Names;
use order::{Place, Span};
use reading::Lines;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::cmp::Reverse;

/// Maximum number of lines that one call of [`export`] returns.
const EXPORTED: u64 = 1_000;

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
    let lines = Lines { db, scope, filter };
    let ids = paged::page(&lines, cursor.map(|cursor| cursor.0.as_str())).await?;
    let rows = rows(db, scope, &ids.rows).await?;
    Ok(order_by_ids(ids, rows, |row: &ActivityRow| row.id))
}

/// Returns one page as [`list`] does, by day and folded, as it is at a moment.
///
/// # Errors
/// The database failed.
pub async fn timeline(
    db: &Db,
    scope: AccessScope,
    filter: &ActivityFilter,
    cursor: Option<&Cursor>,
    now: Timestamp,
) -> Result<Timeline, Error> {
    let mut page = list(db, scope, filter, cursor).await?;
    let rows = std::mem::take(&mut page.rows);
    Ok(Timeline {
        days: page.with_rows(by_day(rows)),
        names: subjects(db, scope, filter).await?,
        now,
    })
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
    let mut rows = rows(db, scope, &ids).await?;
    rows.sort_by_key(|row| Reverse((row.at, row.id)));
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
            "SELECT id FROM (SELECT a.id FROM activity a WHERE a.verb = ? ORDER BY a.at DESC, a.id DESC LIMIT ?) k",
            [kind.code().into(), looked_at.into()],
        );
    }
    sql.text(")")
        .activity_in_scope("t", scope)
        .add(" ORDER BY t.at DESC, t.id DESC LIMIT ?", [most.into()])
}

/// Returns the names of the group, user and course that the filter selects.
///
/// # Errors
/// The database failed.
pub async fn subjects(
    db: &Db,
    scope: AccessScope,
    filter: &ActivityFilter,
) -> Result<SubjectNames, Error> {
    let ActivityFilter {
        group,
        user,
        course,
        ..
    } = *filter;
    let names = Names::read(
        db,
        scope,
        group.as_slice(),
        user.as_slice(),
        course.as_slice(),
    )
    .await?;
    Ok(names.of(group, user, course))
}

/// Returns up to 1,000 lines that come after the line `last`, newest first; without it, the newest.
///
/// # Errors
/// The database failed.
pub async fn export(
    db: &Db,
    scope: AccessScope,
    filter: &ActivityFilter,
    last: Option<(Timestamp, ActivityId)>,
) -> Result<Vec<ActivityRow>, Error> {
    let last = last.map(|(at, id)| Place { at: at.0, id: id.0 });
    let lines = Lines { db, scope, filter };
    let span = Span::of(filter).seek(last, false);
    let places = lines.fetch(span, false, EXPORTED).await?;
    let ids: Vec<_> = places.iter().map(|place| ActivityId(place.id)).collect();
    let mut rows = rows(db, scope, &ids).await?;
    rows.sort_by_key(|row| Reverse((row.at, row.id)));
    Ok(rows)
}

/// The lines with these ids, in any order.
async fn rows(db: &Db, scope: AccessScope, ids: &[ActivityId]) -> Result<Vec<ActivityRow>, Error> {
    let lines = activity::Entity::find()
        .filter(activity::Column::Id.is_in(ids.iter().copied()))
        .all(db.read())
        .await?;
    let groups: Vec<_> = lines.iter().filter_map(|line| line.group_id).collect();
    let courses: Vec<_> = lines.iter().filter_map(|line| line.course_id).collect();
    let mut users: Vec<_> = lines
        .iter()
        .flat_map(|line| [line.user_id, line.actor_id])
        .flatten()
        .collect();
    users.sort_unstable();
    users.dedup();
    let names = Names::read(db, scope, &groups, &users, &courses).await?;
    Ok(lines.into_iter().map(|line| row(line, &names)).collect())
}

fn row(line: activity::Model, names: &Names) -> ActivityRow {
    let said = told(&line);
    ActivityRow {
        names: names.of(line.group_id, line.user_id, line.course_id),
        kind: said.kind,
        deed: said.kind.map_or(Deed::Edited, ActivityKind::deed),
        sentence: said.sentence,
        parts: said.parts,
        id: line.id,
        at: line.at,
        actor: line.actor_name,
        actor_id: names.known(line.actor_id),
        group: line.group_id,
        user: line.user_id,
        course: line.course_id,
        address: line.address,
    }
}
