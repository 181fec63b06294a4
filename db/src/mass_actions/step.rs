//! One step of a mass action.
use super::{
    pace::{LEASE, STEP},
    reverse,
    selection::SelectionQuery,
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, group_member::MembershipSource, mass_action, user},
        locks::lock_group,
        sql::Sql,
    },
    enrolments::{self, ChangeStamp, traces},
};
use domain::{
    activity::{Activity, MassActionResult},
    events::ChangeEvent,
    ids::{GroupId, MassActionId, UserId},
    mass_actions::{MassActionKind, MassActionState, Selection, SkipReason},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, EntityTrait, FromQueryResult, IntoActiveModel, QuerySelect,
};

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
/// got, and extends the lease of the process `runner` (not 0) by 30 seconds.
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
    let found = advance(&txn, &mut row, now).await?;
    let finished = (found as u64) < STEP;
    row.runner = runner;
    row.leased_until = now.plus_seconds(LEASE);
    if finished {
        row.state = MassActionState::Done;
        row.finished_at = Some(now);
        finish(&txn, &row, now).await?;
    }
    txn.publish(ChangeEvent::Group(row.group_id));
    row.into_active_model().reset_all().update(&txn).await?;
    txn.commit().await?;
    Ok(if finished { Step::Finished } else { Step::More })
}

/// Processes the next users; returns how many were found.
async fn advance(txn: &Txn, row: &mut mass_action::Model, now: Timestamp) -> Result<usize, Error> {
    let kind = row.kind;
    let group = group::Entity::find_by_id(row.group_id)
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    let found = match row.undoes {
        Some(original) => traces::next(txn, original, row.reached, STEP).await?,
        None => {
            let selection: Selection = serde_json::from_str(&row.scope)
                .map_err(|_| Error::InvalidData("mass_actions.scope"))?;
            SelectionQuery::new(&group, kind, &selection)
                .next(txn, row.reached)
                .await?
        }
    };
    let Some(last) = found.last().copied() else {
        return Ok(0);
    };
    let (active, inactive) = lock_users(txn, &found).await?;
    let group = lock_group(txn, row.group_id).await?;
    let stamp = ChangeStamp {
        action: Some(row.id),
        ..ChangeStamp::at(now)
    };
    let changes = match row.undoes {
        Some(original) => reverse::reverse(txn, &group, original, &found, stamp).await?,
        None => {
            skip(txn, row.id, &inactive).await?;
            row.skipped += i64::try_from(inactive.len()).unwrap_or(0);
            act(txn, kind, &group, &active, stamp).await?
        }
    };
    row.changes += changes.cast_signed();
    row.done += i64::try_from(found.len()).unwrap_or(0);
    row.reached = last;
    Ok(found.len())
}

async fn act(
    txn: &Txn,
    kind: MassActionKind,
    row: &group::Model,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let group = row.id;
    match kind {
        MassActionKind::Assign => enrolments::synchronize(txn, group, users, stamp).await,
        MassActionKind::Unassign => enrolments::unassign(txn, group, users, stamp).await,
        MassActionKind::AddMembers => {
            let at_once = row.enrols_at_once();
            enrolments::add(
                txn,
                group,
                users,
                MembershipSource::MassAction,
                stamp,
                at_once,
            )
            .await
        }
        MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => remove(txn, kind, group, users, stamp).await,
        MassActionKind::Undo => Err(Error::InvalidData("mass_actions.undoes")),
    }
}

async fn remove(
    txn: &Txn,
    kind: MassActionKind,
    group: GroupId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let (policy, readmission) = kind.removal().unwrap_or_default();
    let removed = enrolments::remove(txn, group, users, policy, stamp).await?;
    enrolments::set_readmission(txn, group, users, readmission, stamp.at).await?;
    Ok(removed)
}

#[derive(FromQueryResult)]
struct Locked {
    id: UserId,
    active: bool,
}

/// Returns the active and the inactive users, locked against changes of that until the
/// transaction ends.
async fn lock_users(txn: &Txn, users: &[UserId]) -> Result<(Vec<UserId>, Vec<UserId>), Error> {
    let sql = Sql::new(txn)
        .text("SELECT id, active FROM users WHERE id IN ")
        .ids(users)
        .text(" ORDER BY id");
    let sql = if sql.is_sqlite() {
        sql
    } else {
        sql.text(" FOR SHARE OF users")
    };
    let (mut active, mut inactive) = (Vec::new(), Vec::new());
    for user in sql.all::<Locked>(txn).await? {
        if user.active {
            active.push(user.id);
        } else {
            inactive.push(user.id);
        }
    }
    Ok((active, inactive))
}

async fn skip(txn: &Txn, action: MassActionId, users: &[UserId]) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    Sql::new(txn)
        .add(
            "INSERT INTO mass_action_skips (mass_action_id, user_id, reason) \
             SELECT ?, u.id, ? FROM users u WHERE u.id IN ",
            [action.into(), SkipReason::Inactive.into()],
        )
        .ids(users)
        .text(" ON CONFLICT DO NOTHING")
        .execute(txn)
        .await?;
    Ok(())
}

/// Logs the result; an undo marks its original as *undone*.
async fn finish(txn: &Txn, row: &mass_action::Model, now: Timestamp) -> Result<(), Error> {
    let mut undone = None;
    if let Some(original) = row.undoes {
        let original = mass_action::ActiveModel {
            id: Set(original),
            state: Set(MassActionState::Undone),
            ..Default::default()
        };
        undone = Some(original.update(txn).await?.kind);
    }
    let audit = started_by(txn, row, now).await?;
    let result = MassActionResult {
        kind: row.kind,
        undone,
        users: row.done - row.skipped,
        changes: row.changes,
        skipped: row.skipped,
    };
    let group = row.group_id;
    ActivitySubject::group(group)
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
