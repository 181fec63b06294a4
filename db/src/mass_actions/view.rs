//! Mass actions as pages and downloads show them.
use super::{place::MassActionPlace, rights::kind_in_effect};
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

/// Returns the kind of an action of this place, and the group that it is about.
///
/// # Errors
/// [`Error::NotFound`] also for another place's action.
pub async fn kind(
    db: &Db,
    place: impl Into<MassActionPlace>,
    action: MassActionId,
) -> Result<(MassActionKind, Option<GroupId>), Error> {
    let place = place.into();
    let row = place.find(db.read(), action).await?;
    let kind = match place {
        MassActionPlace::Group(_) => row.kind,
        MassActionPlace::Users(_) => kind_in_effect(db, &row).await?,
    };
    Ok((kind, row.group_id))
}

/// Returns the newest mass actions of a place, at most `most`.
///
/// # Errors
/// [`Error::NotFound`] where there is no such group.
pub async fn recent(
    db: &Db,
    place: impl Into<MassActionPlace>,
    most: u64,
    now: Timestamp,
) -> Result<Vec<MassActionView>, Error> {
    let place = place.into();
    if let MassActionPlace::Group(group) = place {
        groups::find(db.read(), group).await?;
    }
    let rows = place
        .all()
        .order_by_desc(mass_action::Column::Id)
        .limit(most)
        .all(db.read())
        .await?;
    let names = actor_names(db, &rows).await?;
    let targets = match place {
        MassActionPlace::Group(_) => HashMap::new(),
        MassActionPlace::Users(_) => targets(db, &rows).await?,
    };
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
                target: targets.get(&row.id).cloned(),
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

/// Returns the names of the groups and branches that actions are about.
async fn targets(
    db: &Db,
    rows: &[mass_action::Model],
) -> Result<HashMap<MassActionId, String>, Error> {
    let ids: Vec<MassActionId> = rows.iter().map(|row| row.id).collect();
    let found: Vec<Target> = Sql::new(db.read())
        .text(
            "SELECT a.id, g.name AS group_name, b.name AS branch FROM mass_actions a \
             LEFT JOIN groups g ON g.id = a.group_id LEFT JOIN branches b ON b.id = a.target_branch_id \
             WHERE a.id IN ",
        )
        .ids(&ids)
        .all(db.read())
        .await?;
    let named = found.into_iter();
    Ok(named
        .filter_map(|one| Some((one.id, one.group_name.or(one.branch)?)))
        .collect())
}

#[derive(FromQueryResult)]
struct Target {
    id: MassActionId,
    group_name: Option<String>,
    branch: Option<String>,
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
/// [`Error::NotFound`] also for another place's action.
pub async fn skipped(
    db: &Db,
    place: impl Into<MassActionPlace>,
    action: MassActionId,
) -> Result<Vec<SkippedUser>, Error> {
    let place = place.into();
    if let MassActionPlace::Group(group) = place {
        groups::find(db.read(), group).await?;
    }
    place.find(db.read(), action).await?;
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
