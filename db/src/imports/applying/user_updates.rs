//! Users of a step who are changed: fields, active or not, branch.
use crate::{
    AuditContext, Error, Txn,
    administration::user_moves::move_locked,
    base::{
        activity::{self, ActivitySubject},
        entities::user,
        sql::Sql,
    },
    enrolments::ChangeStamp,
    imports::{
        planning::{RowEffect, RowPlan, UserUpdate},
        traces::Traces,
    },
    users::{name, replace_all, set_active_of},
};
use domain::{
    activity::Activity,
    ids::{UserId, UserTypeId},
    users::UserInfo,
};
use sea_orm::{EntityTrait, FromQueryResult};
use std::collections::HashMap;

/// The types of users before their type was changed.
pub(super) type OldTypes = HashMap<UserId, UserTypeId>;

#[derive(FromQueryResult)]
struct Before {
    id: UserId,
    user_type_id: UserTypeId,
}

#[derive(FromQueryResult)]
struct Version {
    id: UserId,
    version: i64,
}

fn updates(plans: &[RowPlan]) -> impl Iterator<Item = (&RowPlan, &UserUpdate)> {
    plans.iter().filter_map(|plan| match &plan.effect {
        RowEffect::UpdateUser(update) => Some((plan, update.as_ref())),
        _ => None,
    })
}

/// Changes the locked users as planned, with a line of the activity for each change.
pub(super) async fn apply(
    txn: &Txn,
    audit: &AuditContext,
    plans: &[RowPlan],
) -> Result<OldTypes, Error> {
    let infos: Vec<(UserId, UserInfo)> = updates(plans)
        .filter_map(|(_, one)| Some((one.user, one.info.clone()?)))
        .collect();
    let ids: Vec<UserId> = infos.iter().map(|(user, _)| *user).collect();
    let before: Vec<Before> = Sql::new(txn)
        .text("SELECT u.id, u.user_type_id FROM users u WHERE u.id IN ")
        .ids(&ids)
        .all(txn)
        .await?;
    replace_all(txn, &infos).await?;
    let lines = infos.iter().map(|(user, info)| {
        let edited = Activity::UserEdited {
            user: name(info),
            new_password: false,
        };
        (ActivitySubject::user(*user), edited)
    });
    activity::log_many(txn, audit, lines).await?;
    for active in [true, false] {
        set_active(txn, audit, plans, active).await?;
    }
    for (_, one) in updates(plans) {
        if one.branch.is_some() {
            let row = user::Entity::find_by_id(one.user).one(txn).await?;
            let row = row.ok_or(Error::NotFound)?;
            let stamp = ChangeStamp::at(audit.at);
            move_locked(txn, audit, row, one.branch, stamp).await?;
        }
    }
    Ok(before
        .into_iter()
        .map(|one| (one.id, one.user_type_id))
        .collect())
}

async fn set_active(
    txn: &Txn,
    audit: &AuditContext,
    plans: &[RowPlan],
    active: bool,
) -> Result<(), Error> {
    let changed = updates(plans).filter(|(_, one)| one.active == Some(active));
    let changed: Vec<_> = changed
        .map(|(plan, one)| (one.user, plan.title.clone()))
        .collect();
    let ids: Vec<UserId> = changed.iter().map(|(user, _)| *user).collect();
    set_active_of(txn, &ids, active).await?;
    let lines = changed.into_iter().map(|(user, name)| {
        let activity = if active {
            Activity::UserActivated { user: name }
        } else {
            Activity::UserDeactivated { user: name }
        };
        (ActivitySubject::user(user), activity)
    });
    activity::log_many(txn, audit, lines).await
}

/// Returns the versions of the users after the step.
pub(super) async fn versions(txn: &Txn, plans: &[RowPlan]) -> Result<HashMap<UserId, i64>, Error> {
    let ids: Vec<UserId> = plans.iter().filter_map(|plan| plan.user).collect();
    let versions: Vec<Version> = Sql::new(txn)
        .text("SELECT u.id, u.version FROM users u WHERE u.id IN ")
        .ids(&ids)
        .all(txn)
        .await?;
    Ok(versions
        .into_iter()
        .map(|one| (one.id, one.version))
        .collect())
}

/// Returns what the row has changed; `None` if nothing.
pub(super) fn updated(plan: &RowPlan, old_types: &OldTypes) -> Option<Traces> {
    match &plan.effect {
        RowEffect::AddUser(_) => Some(Traces::default()),
        RowEffect::JoinAdded(_) => Some(Traces {
            changes: plan.changes.clone(),
            ..Traces::default()
        }),
        RowEffect::UpdateUser(one) => {
            let old = old_types.get(&one.user).copied();
            let types = old.zip(one.info.as_ref().map(|info| info.user_type));
            Some(Traces {
                changes: plan.changes.clone(),
                types: types.filter(|(old, new)| old != new),
                branches: one.branch.map(|branch| (one.old_branch, branch)),
                ..Traces::default()
            })
        }
        _ => None,
    }
}
