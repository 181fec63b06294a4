//! One step of a mass action.
use super::{
    ending::{stop, subject},
    on_users,
    pace::{LEASE, STEP},
    place::publish,
    reverse,
    rights::{Rights, kind_in_effect},
    selection::SelectionQuery,
    skips::skip,
    verdicts::{self, CHANGE},
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{group, group_member::MembershipSource, mass_action, user},
        locks::lock_group,
        sql::Sql,
    },
    branches,
    enrolments::{self, ChangeStamp, traces},
};
use domain::{
    access_scope::AccessScope,
    activity::{Activity, MassActionResult},
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
        (Some(group), _) => advance_in_group(txn, row, group, rights, now).await,
        (None, Some(rights)) => {
            let done = on_users::advance(txn, row, rights, now).await?;
            Ok((done.found as u64) < done.most)
        }
        (None, None) => Err(Error::InvalidData("mass_actions.group_id")),
    }
}

async fn advance_in_group(
    txn: &Txn,
    row: &mut mass_action::Model,
    group: GroupId,
    rights: Option<&Rights>,
    now: Timestamp,
) -> Result<bool, Error> {
    let kind = row.kind;
    let group = group::Entity::find_by_id(group)
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    let scope = rights.map_or(AccessScope::PORTAL, |rights| rights.initiator.scope);
    let found = next_in_group(txn, row, &group, scope).await?;
    let Some(last) = found.last().copied() else {
        return Ok(true);
    };
    let locked = lock_users(txn, &group, kind, &found).await?;
    let group = lock_group(txn, group.id).await?;
    let stamp = ChangeStamp {
        action: Some(row.id),
        ..ChangeStamp::at(now)
    };
    let changes = match row.undoes {
        Some(original) => reverse::reverse(txn, &group, original, &found, stamp).await?,
        None => {
            for reason in [SkipReason::Inactive, SkipReason::OtherBranch] {
                let users = locked.with(reason.code());
                skip(txn, row.id, reason, &users).await?;
                row.skipped += i64::try_from(users.len()).unwrap_or(0);
            }
            act(txn, kind, &group, &locked.with(CHANGE), stamp).await?
        }
    };
    row.changes += changes.cast_signed();
    row.done += i64::try_from(found.len()).unwrap_or(0);
    row.reached = last;
    Ok((found.len() as u64) < STEP)
}

/// Returns the next users, by id.
async fn next_in_group(
    txn: &Txn,
    row: &mass_action::Model,
    group: &group::Model,
    scope: AccessScope,
) -> Result<Vec<UserId>, Error> {
    if let Some(original) = row.undoes {
        return traces::next(txn, original, row.reached, STEP).await;
    }
    let selection: Selection =
        serde_json::from_str(&row.scope).map_err(|_| Error::InvalidData("mass_actions.scope"))?;
    SelectionQuery::new(group, row.kind, &selection, scope)
        .next(txn, row.reached)
        .await
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
        _ => Err(Error::InvalidData("mass_actions.kind")),
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
struct Decision {
    id: UserId,
    verdict: String,
}

struct Locked(Vec<Decision>);

impl Locked {
    /// Returns the users with this verdict.
    fn with(&self, verdict: &str) -> Vec<UserId> {
        let these = self.0.iter().filter(|one| one.verdict == verdict);
        these.map(|one| one.id).collect()
    }
}

/// Returns what is done with each of the users, who are locked against changes of it until the
/// transaction ends.
async fn lock_users(
    txn: &Txn,
    group: &group::Model,
    kind: MassActionKind,
    users: &[UserId],
) -> Result<Locked, Error> {
    let sql = verdicts::in_group(Sql::new(txn).text("SELECT u.id, "), group, kind)
        .text(" AS verdict FROM users u WHERE u.id IN ")
        .ids(users)
        .text(" ORDER BY u.id");
    let sql = if sql.is_sqlite() {
        sql
    } else {
        sql.text(" FOR SHARE OF u")
    };
    Ok(Locked(sql.all(txn).await?))
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
