//! Users of a step: those that are added, and what all of them get.
use super::{
    joining::{Joining, join},
    user_updates::{self, updated},
    work::Work,
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::{self, ActivitySubject},
        entities::import,
        secrets::Secrets,
    },
    imports::{
        pages::Verdict,
        planning::{Joins, OpenRow, RowEffect, RowPlan, UserAddition},
        traces::{self, Traces},
    },
    onboarding::{
        default_groups::{OnboardedUser, join_default_groups},
        invitations::{self, Invited},
    },
    users::{insert_many, name, set_passwords_of},
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    ids::{BranchId, UserId},
    imports::stored::PasswordSource,
    users::NewUser,
};
use std::collections::{BTreeMap, HashMap};

pub(super) async fn apply(
    db: &Db,
    txn: &Txn,
    work: &Work,
    import: &import::Model,
    rows: &[OpenRow],
    mut plans: Vec<RowPlan>,
) -> Result<Vec<Verdict>, Error> {
    let audit = work.planner.importer.audit(work.now);
    let added = add(txn, &audit, work, import, rows, &plans).await?;
    name_added(&mut plans, &added);
    let changed = user_updates::apply(txn, &audit, &plans).await?;
    let joining: Vec<Joining<'_>> = plans.iter().filter_map(joining).collect();
    let created = join(txn, &audit, import.id, &joining).await?;
    let versions = user_updates::versions(txn, &plans).await?;
    let mut verdicts = Vec::with_capacity(rows.len());
    for (row, plan) in rows.iter().zip(&plans) {
        let mut traces = updated(plan, &changed);
        if let (Some(user), Some(traces)) = (plan.user, &mut traces) {
            traces.version = versions.get(&user).copied().unwrap_or_default();
            traces.created = created.get(&user).cloned().unwrap_or_default();
        }
        verdicts.push(verdict(db.secrets(), row, plan, traces)?);
    }
    Ok(verdicts)
}

/// Names the users who were added at their own rows, and at further rows of theirs.
fn name_added(plans: &mut [RowPlan], added: &HashMap<usize, UserId>) {
    let mut by_login = HashMap::new();
    for (place, plan) in plans.iter_mut().enumerate() {
        if let Some(user) = added.get(&place) {
            plan.user = Some(*user);
            by_login.extend(plan.keys.first().map(|login| (login.clone(), *user)));
        } else if matches!(plan.effect, RowEffect::JoinAdded(_)) {
            let login = plan.keys.first();
            plan.user = login.and_then(|login| by_login.get(login).copied());
        }
    }
}

fn verdict(
    secrets: &Secrets,
    row: &OpenRow,
    plan: &RowPlan,
    traces: Option<Traces>,
) -> Result<Verdict, Error> {
    let traces = traces.map(|traces| traces::seal(secrets, &traces));
    Ok(Verdict {
        traces: traces.transpose()?,
        ..Verdict::of(secrets, row.place, plan)?
    })
}

fn joining(plan: &RowPlan) -> Option<Joining<'_>> {
    let (joins, name, branch): (&Joins, String, _) = match &plan.effect {
        RowEffect::AddUser(one) | RowEffect::JoinAdded(one) => {
            (&one.joins, name(&one.user.info), one.branch)
        }
        RowEffect::UpdateUser(one) => (
            &one.joins,
            plan.title.clone(),
            one.branch.or(one.old_branch),
        ),
        _ => return None,
    };
    let user = plan.user.filter(|_| !joins.is_empty())?;
    Some(Joining {
        user,
        name,
        branch,
        joins,
    })
}

/// Adds the users, who join the default groups of the portal and of their branch; returns their ids by
/// the places of their plans.
async fn add(
    txn: &Txn,
    audit: &AuditContext,
    work: &Work,
    import: &import::Model,
    rows: &[OpenRow],
    plans: &[RowPlan],
) -> Result<HashMap<usize, UserId>, Error> {
    let mut of_branches: BTreeMap<Option<BranchId>, Vec<(usize, &UserAddition)>> = BTreeMap::new();
    for (place, plan) in plans.iter().enumerate() {
        if let RowEffect::AddUser(one) = &plan.effect {
            of_branches
                .entry(one.branch)
                .or_default()
                .push((place, one));
        }
    }
    let mut added = HashMap::new();
    for (branch, ones) in of_branches {
        let users: Vec<NewUser> = ones.iter().map(|(_, one)| one.user.clone()).collect();
        let ids = add_to(txn, audit, branch, &users).await?;
        added.extend(ones.iter().map(|(place, _)| *place).zip(ids));
    }
    let mut hashes = Vec::new();
    for (place, plan) in plans.iter().enumerate() {
        let RowEffect::AddUser(one) = &plan.effect else {
            continue;
        };
        let (Some(user), Some(row), true) =
            (added.get(&place), rows.get(place), one.password.is_some())
        else {
            continue;
        };
        // Planned differently a moment ago: the next try has hashed it.
        let hash = work.hashes.get(&row.place).ok_or(Error::Busy)?;
        hashes.push((*user, hash.clone()));
    }
    set_passwords_of(txn, &hashes).await?;
    if work.planner.choices.passwords == PasswordSource::Invitation {
        invite(txn, work, import, plans, &added).await?;
    }
    Ok(added)
}

async fn add_to(
    txn: &Txn,
    audit: &AuditContext,
    branch: Option<BranchId>,
    users: &[NewUser],
) -> Result<Vec<UserId>, Error> {
    let audit = AuditContext {
        scope: AccessScope::for_branch(branch),
        ..audit.clone()
    };
    let ids = insert_many(txn, users, &audit).await?;
    let lines = ids.iter().zip(users).map(|(id, user)| {
        let added = Activity::UserAdded {
            user: name(&user.info),
            inactive: !user.active,
        };
        (ActivitySubject::user(*id), added)
    });
    activity::log_many(txn, &audit, lines).await?;
    let onboarded = ids.iter().zip(users).map(|(id, user)| OnboardedUser {
        user: *id,
        name: name(&user.info),
    });
    let onboarded: Vec<_> = onboarded.collect();
    join_default_groups(txn, &audit, branch, &onboarded).await?;
    Ok(ids)
}

/// Mails active users without a password a link to choose one.
async fn invite(
    txn: &Txn,
    work: &Work,
    import: &import::Model,
    plans: &[RowPlan],
    added: &HashMap<usize, UserId>,
) -> Result<(), Error> {
    let Some(base_url) = &import.mail_base_url else {
        return Ok(());
    };
    let invited = plans
        .iter()
        .enumerate()
        .filter_map(|(place, plan)| match &plan.effect {
            RowEffect::AddUser(one) if one.user.active && one.password.is_none() => {
                Some((*added.get(&place)?, &one.user.info))
            }
            _ => None,
        });
    let invited = invited.map(|(user, info)| Invited {
        user,
        name: name(info),
        login: info.login.as_str(),
        email: info.email.as_str(),
    });
    invitations::send(txn, base_url, &invited.collect::<Vec<_>>(), work.now).await
}
