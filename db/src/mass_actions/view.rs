//! Mass actions as pages and downloads show them.
use crate::{
    Db, Error,
    base::{
        entities::{
            mass_action,
            user::{self, full_name},
        },
        sql::Sql,
    },
    groups,
};
use domain::{
    ids::{GroupId, MassActionId, UserId},
    mass_actions::{MassActionKind, MassActionState, MassActionView, SkipReason},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Returns the running actions that no process holds, because theirs was stopped.
///
/// # Errors
/// The database failed.
pub async fn list_abandoned(db: &Db, now: Timestamp) -> Result<Vec<MassActionId>, Error> {
    use mass_action::Column::{Id, LeasedUntil, State as InState};
    Ok(mass_action::Entity::find()
        .select_only()
        .column(Id)
        .filter(InState.eq(MassActionState::Running))
        .filter(LeasedUntil.lt(now))
        .order_by_asc(Id)
        .into_tuple()
        .all(db.read())
        .await?)
}

/// Returns the group an action is about.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn group_of(db: &Db, action: MassActionId) -> Result<GroupId, Error> {
    let action = mass_action::Entity::find_by_id(action)
        .one(db.read())
        .await?;
    Ok(action.ok_or(Error::NotFound)?.group_id)
}

/// Returns the kind of the group's action.
///
/// # Errors
/// [`Error::NotFound`] also for another group's action.
pub async fn kind(db: &Db, group: GroupId, action: MassActionId) -> Result<MassActionKind, Error> {
    let action = mass_action::Entity::find_by_id(action)
        .filter(mass_action::Column::GroupId.eq(group))
        .one(db.read())
        .await?;
    Ok(action.ok_or(Error::NotFound)?.kind)
}

/// Returns the group's newest mass actions, at most `most`.
///
/// # Errors
/// [`Error::NotFound`] where there is no such group.
pub async fn recent(
    db: &Db,
    group: GroupId,
    most: u64,
    now: Timestamp,
) -> Result<Vec<MassActionView>, Error> {
    groups::find(db.read(), group).await?;
    let rows = mass_action::Entity::find()
        .filter(mass_action::Column::GroupId.eq(group))
        .order_by_desc(mass_action::Column::Id)
        .limit(most)
        .all(db.read())
        .await?;
    let names = actor_names(db, &rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (kind, state) = (row.kind, row.state);
            let finished_at = row.finished_at;
            let actor = row.actor_id.and_then(|id| names.get(&id).cloned());
            MassActionView {
                id: row.id,
                kind,
                state,
                actor: actor.unwrap_or_else(|| "Muster".to_owned()),
                users: row.people,
                processed: row.done,
                changes: row.changes,
                skipped: row.skipped,
                created_at: row.created_at,
                finished_at,
                undoable: kind.undoable(state, finished_at, now),
                recent: finished_at.is_none_or(|at| now < at.plus_days(1)),
            }
        })
        .collect())
}

async fn actor_names(
    db: &Db,
    rows: &[mass_action::Model],
) -> Result<HashMap<UserId, String>, Error> {
    let names: Vec<(UserId, String, String)> = user::Entity::find()
        .select_only()
        .columns([
            user::Column::Id,
            user::Column::FirstName,
            user::Column::LastName,
        ])
        .filter(user::Column::Id.is_in(rows.iter().filter_map(|row| row.actor_id)))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(names
        .into_iter()
        .map(|(id, first, last)| (id, full_name(&first, &last)))
        .collect())
}

/// A user whom a mass action skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedUser {
    pub login: String,
    pub name: String,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Skipped {
    login: String,
    first_name: String,
    last_name: String,
    reason: String,
}

/// Returns who was skipped and why. Actions before version 0.2 stored the reason as a sentence, which stays.
///
/// # Errors
/// [`Error::NotFound`] also for another group's action.
pub async fn skipped(
    db: &Db,
    group: GroupId,
    action: MassActionId,
) -> Result<Vec<SkippedUser>, Error> {
    groups::find(db.read(), group).await?;
    mass_action::Entity::find_by_id(action)
        .filter(mass_action::Column::GroupId.eq(group))
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let skipped: Vec<Skipped> = Sql::new(db.read())
        .add(
            "SELECT u.login, u.first_name, u.last_name, s.reason FROM mass_action_skips s \
             JOIN users u ON u.id = s.user_id WHERE s.mass_action_id = ? \
             ORDER BY u.sort_name, u.id",
            [action.into()],
        )
        .all(db.read())
        .await?;
    Ok(skipped
        .into_iter()
        .map(|user| SkippedUser {
            login: user.login,
            name: full_name(&user.first_name, &user.last_name),
            reason: match SkipReason::from_code(&user.reason) {
                Some(reason) => reason.sentence().to_owned(),
                None => user.reason,
            },
        })
        .collect())
}
