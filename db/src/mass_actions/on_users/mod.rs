//! Mass actions that change users: whom they find, and one step of them.
mod acts;
pub(super) mod preview;
mod rule;
pub(super) mod undoing;

use super::{rights::Rights, skips::skip};
use crate::{
    Error, Txn,
    base::{
        entities::{mass_action, user},
        locks::lock_branches,
        paging,
        sql::Sql,
    },
    users::{self, SuperAdmins},
};
use domain::{
    access_scope::AccessScope,
    ids::UserId,
    mass_actions::{MassActionKind, Selection, SkipReason, UserSelection},
    time::Timestamp,
};
use rule::{Rule, Verdict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Adds that a user `u` was selected on the list of users, and is in the scope.
pub(super) fn selected(sql: Sql, selection: &UserSelection, scope: AccessScope) -> Sql {
    let sql = sql.users_in_scope("u", scope);
    match selection {
        UserSelection::Selected(users) => sql.text(" AND u.id IN ").ids(users),
        UserSelection::Matching {
            search,
            filter,
            branch,
        } => users::narrowed(sql, "u", search, *filter)
            .users_in_scope("u", AccessScope::for_branch(*branch)),
    }
}

/// Returns how many users were selected.
pub(super) async fn count(
    conn: &impl ConnectionTrait,
    rights: &Rights,
    selection: &UserSelection,
) -> Result<i64, Error> {
    let sql = Sql::new(conn).text("SELECT count(*) FROM users u WHERE TRUE");
    selected(sql, selection, rights.initiator.scope)
        .number(conn)
        .await
}

/// Processes the next users of an action on users; returns whether they were the last.
pub(super) async fn advance(
    txn: &Txn,
    row: &mut mass_action::Model,
    rights: &Rights,
    now: Timestamp,
) -> Result<bool, Error> {
    let rule = Rule::of(txn, row, rights).await?;
    let most = rule.most();
    let ids = next(txn, row, &rule, most).await?;
    let Some(last) = ids.last().copied() else {
        return Ok(true);
    };
    let audit = rights.initiator.audit(now);
    let done = decide(txn, &rule, &ids).await?;
    for (reason, users) in &done.skipped {
        skip(txn, row.id, *reason, users).await?;
        row.skipped += i64::try_from(users.len()).unwrap_or(0);
    }
    row.changes += i64::try_from(done.changed.len()).unwrap_or(0);
    let settled = done.settled();
    acts::act(txn, &audit, row, &rule, done.changed).await?;
    if let Some(original) = row.undoes {
        undoing::forget(txn, original, &settled).await?;
    }
    row.done += i64::try_from(ids.len()).unwrap_or(0);
    row.reached = last;
    Ok((ids.len() as u64) < most)
}

/// Returns the next users, by id.
async fn next(
    txn: &Txn,
    row: &mass_action::Model,
    rule: &Rule<'_>,
    most: u64,
) -> Result<Vec<UserId>, Error> {
    let scope = rule.rights.initiator.scope;
    let sql = Sql::new(txn).add(
        "SELECT u.id FROM users u WHERE u.id > ?",
        [row.reached.into()],
    );
    let sql = if let Some(original) = row.undoes {
        undoing::changed_by(sql.users_in_scope("u", scope), original)
    } else {
        let selection = serde_json::from_str(&row.scope);
        let Ok(Selection::Users(selection)) = selection else {
            return Err(Error::InvalidData("mass_actions.scope"));
        };
        selected(sql, &selection, scope)
    };
    sql.add(" ORDER BY u.id LIMIT ?", [paging::limit(most)])
        .column(txn)
        .await
}

/// What a step does with its users.
#[derive(Default)]
struct Decided {
    changed: Vec<user::Model>,
    unchanged: Vec<UserId>,
    skipped: Vec<(SkipReason, Vec<UserId>)>,
}

impl Decided {
    fn skip(&mut self, user: UserId, reason: SkipReason) {
        match self.skipped.iter_mut().find(|(one, _)| *one == reason) {
            Some((_, users)) => users.push(user),
            None => self.skipped.push((reason, vec![user])),
        }
    }

    /// Those with whom the action is done, so that a second undo does not find them.
    fn settled(&self) -> Vec<UserId> {
        let changed = self.changed.iter().map(|user| user.id);
        changed.chain(self.unchanged.iter().copied()).collect()
    }
}

/// Locks the users, and decides by the same rule as the preview.
async fn decide(txn: &Txn, rule: &Rule<'_>, ids: &[UserId]) -> Result<Decided, Error> {
    if rule.kind == MassActionKind::MoveUsers {
        lock_branches(txn).await?;
    }
    let mut super_admins = SuperAdmins::lock(txn).await?;
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    let mut verdicts = rule.verdicts(txn, ids).await?;
    let mut done = Decided::default();
    for user in users {
        match verdicts.remove(&user.id) {
            Some(Verdict::Change) if rule.ends_super_admins() && !super_admins.spare(&user) => {
                done.skip(user.id, SkipReason::LastSuperAdmin);
            }
            Some(Verdict::Change) => done.changed.push(user),
            Some(Verdict::Unchanged) => done.unchanged.push(user.id),
            Some(Verdict::Skip(reason)) => done.skip(user.id, reason),
            // Deleted a moment ago.
            None => {}
        }
    }
    Ok(done)
}
