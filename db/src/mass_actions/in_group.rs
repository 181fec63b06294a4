//! What a step of a mass action does to members of a group.
use super::{
    pace::STEP,
    reverse,
    rights::Rights,
    selection::SelectionQuery,
    skips::skip,
    verdicts::{self, CHANGE},
};
use crate::{
    Error, Txn,
    base::{
        entities::{group, group_member::MembershipSource, mass_action},
        locks::lock_group,
        sql::Sql,
    },
    enrolments::{self, ChangeStamp, traces},
};
use domain::{
    access_scope::AccessScope,
    ids::{GroupId, UserId},
    mass_actions::{MassActionKind, Selection, SkipReason},
    time::Timestamp,
};
use sea_orm::{EntityTrait, FromQueryResult};

/// Processes the next users of an action on members; returns whether they were the last.
pub(super) async fn advance(
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
    let found = next(txn, row, &group, scope).await?;
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
async fn next(
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
