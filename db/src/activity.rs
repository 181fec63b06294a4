//! The log of who did what.
use crate::{
    By, Db, Error, Txn,
    entities::activity,
    paging::{self, List, Order},
};
use domain::{
    activity::ActivityRow,
    ids::{CourseId, GroupId, UserId},
    page::{Cursor, Page},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Rows that one statement takes: the engines limit its values.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// What a line of the activity is about.
#[derive(Clone, Copy, Default)]
pub(crate) struct Subject {
    pub group: Option<GroupId>,
    pub user: Option<UserId>,
    pub course: Option<CourseId>,
}

/// Notes in the writing transaction who did what. `detail` is the whole readable sentence
/// without the actor: "added Ana Souza to the group".
pub(crate) async fn log(
    txn: &Txn,
    by: &By,
    verb: &str,
    subject: Subject,
    detail: String,
) -> Result<(), Error> {
    activity::Entity::insert(line(by, verb, subject, detail))
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Notes one act on many at once: a line for each.
pub(crate) async fn log_each(
    txn: &Txn,
    by: &By,
    verb: &str,
    lines: impl IntoIterator<Item = (Subject, String)>,
) -> Result<(), Error> {
    let lines = lines.into_iter();
    let lines: Vec<_> = lines
        .map(|(subject, detail)| line(by, verb, subject, detail))
        .collect();
    for some in lines.chunks(ROWS_AT_ONCE) {
        activity::Entity::insert_many(some.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

fn line(by: &By, verb: &str, subject: Subject, detail: String) -> activity::ActiveModel {
    activity::ActiveModel {
        at: Set(by.at.0),
        actor_id: Set(by.actor.map(|actor| actor.0)),
        actor_name: Set(by.name.clone()),
        verb: Set(verb.to_owned()),
        group_id: Set(subject.group.map(|group| group.0)),
        user_id: Set(subject.user.map(|user| user.0)),
        course_id: Set(subject.course.map(|course| course.0)),
        detail: Set(detail),
        address: Set(by.address.clone()),
        ..Default::default()
    }
}

/// The newest lines about a group first.
///
/// # Errors
/// The database failed.
pub async fn of_group(
    db: &Db,
    group: GroupId,
    cursor: Option<&Cursor>,
) -> Result<Page<ActivityRow>, Error> {
    let list = List {
        table: "activity",
        order: Order::Newest,
    };
    let cursor = cursor.map(|cursor| cursor.0.as_str());
    let ids = paging::ids(db, &list, cursor, |sql| {
        sql.add(" AND t.group_id = ?", [group.0.into()])
    })
    .await?;
    let lines = activity::Entity::find()
        .filter(activity::Column::Id.is_in(ids.rows.clone()))
        .all(db.read())
        .await?;
    let rows = lines.into_iter().map(row).collect();
    Ok(paging::arrange(ids, rows, |row: &ActivityRow| row.id))
}

fn row(line: activity::Model) -> ActivityRow {
    ActivityRow {
        id: line.id,
        at: Timestamp(line.at),
        actor: line.actor_name,
        sentence: line.detail,
        group: line.group_id.map(GroupId),
        user: line.user_id.map(UserId),
        course: line.course_id.map(CourseId),
        address: line.address,
    }
}
