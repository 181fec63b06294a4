//! One step of a mass action.
use super::{
    ending::{stop, subject},
    in_group, on_users,
    pace::LEASE,
    place::publish,
    rights::{Rights, kind_in_effect},
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::entities::{mass_action, user},
    branches,
};
use domain::{
    activity::{Activity, MassActionResult},
    ids::MassActionId,
    mass_actions::MassActionState,
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

/// The result of one [`step`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// It is done or was cancelled, by this step or before.
    Finished,
    /// Another process holds the lease.
    Elsewhere,
}

/// Processes the next [`STEP`] users in one transaction, records what changed and how far it
/// got, and extends the lease of the process `runner` (not 0) by 3 seconds.
///
/// # Errors
/// [`Error::NotFound`] for an action that does not exist. If the database failed, nothing of the
/// step happened, and it can be tried again.
pub async fn step(
    db: &Db,
    action: MassActionId,
    runner: i64,
    now: Timestamp,
) -> Result<Step, Error> {
    let seen = mass_action::Entity::find_by_id(action)
        .one(db.read())
        .await?;
    let (rights, is_allowed) = rights_of(db, &seen.ok_or(Error::NotFound)?).await?;
    let txn = db.write().await?;
    let mut row = mass_action::Entity::find_by_id(action)
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    if row.state != MassActionState::Running {
        return Ok(Step::Finished);
    }
    if row.runner != 0 && row.runner != runner && row.leased_until > now {
        return Ok(Step::Elsewhere);
    }
    if !is_allowed {
        stop(&txn, &AuditContext::system(now), &row).await?;
        txn.commit().await?;
        return Ok(Step::Finished);
    }
    let finished = advance(&txn, &mut row, rights.as_ref(), now).await?;
    row.runner = runner;
    row.leased_until = now.plus_seconds(LEASE);
    if finished {
        row.state = MassActionState::Done;
        row.finished_at = Some(now);
        finish(&txn, &row, rights.as_ref(), now).await?;
    }
    publish(&txn, &row);
    row.into_active_model().reset_all().update(&txn).await?;
    txn.commit().await?;
    Ok(if finished { Step::Finished } else { Step::More })
}

/// Returns the rights of who started an action on the list of users, and whether it can go on. An
/// action of a group's own page goes on.
async fn rights_of(db: &Db, row: &mass_action::Model) -> Result<(Option<Rights>, bool), Error> {
    if !row.of_users {
        return Ok((None, true));
    }
    let rights = Rights::of(db, row).await?;
    let is_allowed = can_go_on(db, &rights, row).await?;
    Ok((Some(rights), is_allowed))
}

/// Whether who started it still has the right, and the branch that users are moved to still exists.
async fn can_go_on(db: &Db, rights: &Rights, row: &mass_action::Model) -> Result<bool, Error> {
    let kind = kind_in_effect(db, row).await?;
    let is_there = match row.target_branch_id.filter(|_| row.undoes.is_none()) {
        Some(branch) => branches::exists(db, branch).await?,
        None => true,
    };
    Ok(is_there && rights.allow(db, kind, row.group_id).await?)
}

/// Processes the next users; returns whether they were the last.
async fn advance(
    txn: &Txn,
    row: &mut mass_action::Model,
    rights: Option<&Rights>,
    now: Timestamp,
) -> Result<bool, Error> {
    match (row.group_id, rights) {
        (Some(group), _) => in_group::advance(txn, row, group, rights, now).await,
        (None, Some(rights)) => on_users::advance(txn, row, rights, now).await,
        (None, None) => Err(Error::InvalidData("mass_actions.group_id")),
    }
}

/// Logs the result; an undo marks its original as *undone*, if it could undo all of it.
async fn finish(
    txn: &Txn,
    row: &mass_action::Model,
    rights: Option<&Rights>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut undone = None;
    if let Some(original) = row.undoes {
        let kind = mass_action::Entity::find_by_id(original).one(txn).await?;
        undone = Some(kind.ok_or(Error::NotFound)?.kind);
        if row.group_id.is_some() || !on_users::undoing::is_unfinished(txn, original).await? {
            let original = mass_action::ActiveModel {
                id: Set(original),
                state: Set(MassActionState::Undone),
                ..Default::default()
            };
            original.update(txn).await?;
        }
    }
    let audit = match rights {
        Some(rights) => rights.initiator.audit(now),
        None => started_by(txn, row, now).await?,
    };
    let result = MassActionResult {
        kind: row.kind,
        undone,
        users: row.done - row.skipped,
        changes: row.changes,
        skipped: row.skipped,
        of_users: row.of_users.then_some(true),
    };
    subject(row)
        .log(txn, &audit, Activity::MassActionFinished { result })
        .await
}

/// Returns the audit context of the user who started the action.
async fn started_by(
    txn: &Txn,
    row: &mass_action::Model,
    now: Timestamp,
) -> Result<AuditContext, Error> {
    let actor = match row.actor_id {
        Some(id) => user::Entity::find_by_id(id).one(txn).await?,
        None => None,
    };
    Ok(match actor {
        Some(actor) => AuditContext {
            actor: Some(actor.id),
            name: actor.full_name(),
            address: row.address.clone(),
            ..AuditContext::system(now)
        },
        None => AuditContext::system(now),
    })
}
