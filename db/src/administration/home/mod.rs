//! What an administrator's home page shows: one statement for each box, whose cost does not grow with the portal.
mod figures;
#[cfg(test)]
mod tests;

pub use figures::{figures, fold};

use crate::{Db, Error, base::sql::Sql, groups::keys::ending};
use domain::{
    access_scope::AccessScope,
    events::ChangeEvent,
    home::{Attention, FirstSteps},
    ids::{GroupId, UserId},
    policy::{Action, Actor},
    time::Timestamp,
};
use sea_orm::{FromQueryResult, Value};

/// How far an administrator sees by the action; `None` for those who do not.
fn scope_of(actor: &Actor, action: Action) -> Option<AccessScope> {
    let scope = actor.scope(action);
    (actor.may(action) && scope.instructor.is_none()).then_some(scope)
}

/// Adds one column: what `count` selects if the actor may do this, nothing otherwise.
fn column(
    sql: Sql,
    name: &str,
    scope: Option<AccessScope>,
    count: impl FnOnce(Sql, AccessScope) -> Sql,
) -> Sql {
    let sql = match scope {
        Some(scope) => count(sql.text("("), scope).text(")"),
        None => sql.text("CAST(NULL AS BIGINT)"),
    };
    sql.text(&format!(" AS {name}"))
}

#[derive(FromQueryResult)]
struct Waiting {
    not_enrolled: Option<i64>,
    orders_waiting: Option<i64>,
    accounts_waiting: Option<i64>,
    keys_ending: Option<i64>,
}

/// Returns how much waits for the actor.
///
/// # Errors
/// The database failed.
pub async fn attention(db: &Db, actor: &Actor, now: Timestamp) -> Result<Attention, Error> {
    let found: Option<Waiting> = waiting(Sql::new(db.read()), actor, now)
        .one(db.read())
        .await?;
    let found = found.ok_or(Error::NotFound)?;
    Ok(Attention {
        not_enrolled: found.not_enrolled,
        orders_waiting: found.orders_waiting,
        accounts_waiting: found.accounts_waiting,
        keys_ending: found.keys_ending,
    })
}

fn waiting(sql: Sql, actor: &Actor, now: Timestamp) -> Sql {
    let within = |action| scope_of(actor, action);
    let sql = sql.text("SELECT ");
    let sql = column(
        sql,
        "not_enrolled",
        within(Action::AssignCourses),
        not_enrolled,
    );
    let sql = sql.text(", ");
    let sql = column(
        sql,
        "orders_waiting",
        within(Action::ListOrders),
        orders_waiting,
    );
    let sql = sql.text(", ");
    let sql = column(
        sql,
        "accounts_waiting",
        within(Action::EditUsers),
        accounts_waiting,
    );
    let sql = sql.text(", ");
    let ending = |sql, scope| keys_ending(sql, scope, now);
    column(sql, "keys_ending", within(Action::ManageKeys), ending)
}

fn not_enrolled(sql: Sql, scope: AccessScope) -> Sql {
    sql.text(
        "SELECT CAST(coalesce(sum(t.drift), 0) AS BIGINT) FROM groups t \
         WHERE t.drift > 0 AND t.deleted_at IS NULL",
    )
    .groups_in_scope("t", scope)
}

fn orders_waiting(sql: Sql, scope: AccessScope) -> Sql {
    sql.text("SELECT count(*) FROM orders t WHERE t.state = 'waiting'")
        .orders_in_scope("t", scope)
}

/// What waits is few, and is found before the branch, of which there may be many: the limit keeps this order.
const LIMIT: &str = "LIMIT 100000";

/// The first condition is that of the index.
fn accounts_waiting(sql: Sql, scope: AccessScope) -> Sql {
    let waiting =
        "SELECT u.branch_id FROM users u WHERE u.state <> 'settled' AND u.state = 'waiting'";
    sql.text(&format!(
        "SELECT count(*) FROM ({waiting} {LIMIT}) waiting WHERE TRUE"
    ))
    .users_in_scope("waiting", scope)
}

fn keys_ending(sql: Sql, scope: AccessScope, now: Timestamp) -> Sql {
    let keys = "SELECT count(*) FROM (SELECT k.group_id FROM group_keys k WHERE";
    let groups = format!(
        " {LIMIT}) ending JOIN groups t ON t.id = ending.group_id WHERE t.deleted_at IS NULL"
    );
    let sql = sql.text(&format!("SELECT ({keys} {}{groups}", ending::USED_UP));
    let sql = sql
        .groups_in_scope("t", scope)
        .text(&format!(") + ({keys} "));
    ending::expiring(sql, now)
        .text(&groups)
        .groups_in_scope("t", scope)
        .text(")")
}

#[derive(FromQueryResult)]
struct Steps {
    closed: bool,
    course: Option<i64>,
    has_group: Option<i64>,
    people: Option<i64>,
    key_shared: Option<i64>,
    newest_group: Option<GroupId>,
}

/// Returns the first steps of the portal or branch; `None` once they are done, or the actor has closed them.
///
/// # Errors
/// The database failed.
pub async fn first_steps(db: &Db, actor: &Actor) -> Result<Option<FirstSteps>, Error> {
    let found: Option<Steps> = steps(Sql::new(db.read()), actor).one(db.read()).await?;
    let found = found.ok_or(Error::NotFound)?;
    let done = |number: Option<i64>| number.map(|number| number > 0);
    let steps = FirstSteps {
        course: done(found.course),
        group: done(found.has_group),
        people: done(found.people),
        key: done(found.key_shared),
        newest_group: found.newest_group,
    };
    Ok((!found.closed && !steps.are_done()).then_some(steps))
}

fn steps(sql: Sql, actor: &Actor) -> Sql {
    let me: Value = actor.id.into();
    let within = |action| scope_of(actor, action);
    let keys = within(Action::ManageKeys);
    let sql = sql.text("SELECT me.first_steps_closed AS closed, ");
    let sql = column(sql, "course", within(Action::EditCourses), any_course);
    let sql = column(
        sql.text(", "),
        "has_group",
        within(Action::EditGroups),
        any_group,
    );
    let others = |sql: Sql, scope| {
        let user = "SELECT count(*) FROM (SELECT t.id FROM users t WHERE t.id <> ?";
        let sql = sql.add(user, [me.clone()]);
        sql.users_in_scope("t", scope).text(" LIMIT 1) x")
    };
    let sql = column(sql.text(", "), "people", within(Action::EditUsers), others);
    let sql = column(sql.text(", "), "key_shared", keys, any_shared_key);
    let sql = column(sql.text(", "), "newest_group", keys, |sql, scope| {
        sql.text("SELECT max(t.id) FROM groups t WHERE t.deleted_at IS NULL")
            .groups_in_scope("t", scope)
    });
    sql.add(" FROM users me WHERE me.id = ?", [me])
}

fn any_course(sql: Sql, scope: AccessScope) -> Sql {
    sql.text("SELECT count(*) FROM (SELECT t.id FROM courses t WHERE TRUE")
        .courses_in_scope("t", scope)
        .text(" LIMIT 1) x")
}

fn any_group(sql: Sql, scope: AccessScope) -> Sql {
    sql.text("SELECT count(*) FROM (SELECT t.id FROM groups t WHERE t.deleted_at IS NULL")
        .groups_in_scope("t", scope)
        .text(" LIMIT 1) x")
}

/// A key is shared once someone used it, or it was sent by e-mail.
fn any_shared_key(sql: Sql, scope: AccessScope) -> Sql {
    sql.text(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM redemptions r \
         JOIN group_keys k ON k.id = r.key_id JOIN groups t ON t.id = k.group_id WHERE TRUE",
    )
    .groups_in_scope("t", scope)
    .text(
        " LIMIT 1) x) + (SELECT count(*) FROM (SELECT 1 FROM activity a \
         JOIN groups t ON t.id = a.group_id WHERE a.verb = 'key.send'",
    )
    .groups_in_scope("t", scope)
    .text(" LIMIT 1) x)")
}

/// Closes the user's first steps.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn close_first_steps(db: &Db, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let close = "UPDATE users SET first_steps_closed = TRUE WHERE id = ?";
    let closed = Sql::new(&txn)
        .add(close, [user.into()])
        .execute(&txn)
        .await?;
    if closed == 0 {
        return Err(Error::NotFound);
    }
    txn.publish(ChangeEvent::User(user));
    txn.commit().await
}
