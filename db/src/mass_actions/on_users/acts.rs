//! What a step changes, with a line of the activity for each user, as the act on one user has.
use super::{rule::Rule, undoing};
use crate::{
    AuditContext, Error, Txn,
    administration::user_moves::move_locked,
    base::{
        activity::{self, ActivitySubject},
        entities::{mass_action, user},
        sql::Sql,
    },
    enrolments::ChangeStamp,
    onboarding::invitations::{self, Invited},
    users::{delete_all, set_active_of},
};
use domain::{activity::Activity, ids::UserId, mass_actions::MassActionKind};

/// Changes these users, whom the caller has locked.
pub(super) async fn act(
    txn: &Txn,
    audit: &AuditContext,
    row: &mass_action::Model,
    rule: &Rule<'_>,
    users: Vec<user::Model>,
) -> Result<(), Error> {
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    if row.kind.is_reversible() {
        keep(txn, row, &ids).await?;
    }
    match (rule.kind, rule.undoes) {
        (MassActionKind::ActivateUsers, _) => set_active(txn, audit, &users, &ids, true).await,
        (MassActionKind::DeactivateUsers, _) => set_active(txn, audit, &users, &ids, false).await,
        (MassActionKind::DeleteUsers, _) => delete(txn, audit, &users, &ids).await,
        (MassActionKind::InviteUsers, _) => invite(txn, row, audit, &users).await,
        (MassActionKind::MoveUsers, None) => {
            let stamp = ChangeStamp {
                action: Some(row.id),
                ..ChangeStamp::at(audit.at)
            };
            for user in users {
                move_locked(txn, audit, user, rule.to, stamp).await?;
            }
            Ok(())
        }
        (MassActionKind::MoveUsers, Some(original)) => {
            undoing::move_back(txn, audit, original, users).await
        }
        _ => Err(Error::InvalidData("mass_actions.kind")),
    }
}

/// Keeps what the users were, for the undo.
async fn keep(txn: &Txn, row: &mass_action::Model, ids: &[UserId]) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO mass_action_items (mass_action_id, user_id, branch_id) \
             SELECT ?, u.id, u.branch_id FROM users u WHERE u.id IN ",
            [row.id.into()],
        )
        .ids(ids)
        .execute(txn)
        .await?;
    Ok(())
}

async fn set_active(
    txn: &Txn,
    audit: &AuditContext,
    users: &[user::Model],
    ids: &[UserId],
    active: bool,
) -> Result<(), Error> {
    set_active_of(txn, ids, active).await?;
    let lines = users.iter().map(|row| {
        let user = row.full_name();
        let activity = if active {
            Activity::UserActivated { user }
        } else {
            Activity::UserDeactivated { user }
        };
        (ActivitySubject::user(row.id), activity)
    });
    activity::log_many(txn, audit, lines).await
}

async fn delete(
    txn: &Txn,
    audit: &AuditContext,
    users: &[user::Model],
    ids: &[UserId],
) -> Result<(), Error> {
    delete_all(txn, ids).await?;
    let lines = users.iter().map(|user| {
        let deleted = Activity::UserDeleted {
            user: user.full_name(),
            login: user.login.clone(),
        };
        (ActivitySubject::user(user.id), deleted)
    });
    activity::log_many(txn, audit, lines).await
}

async fn invite(
    txn: &Txn,
    row: &mass_action::Model,
    audit: &AuditContext,
    users: &[user::Model],
) -> Result<(), Error> {
    let base_url = row.mail_base_url.as_deref();
    let base_url = base_url.ok_or(Error::InvalidData("mass_actions.mail_base_url"))?;
    let invited = users.iter().map(|user| Invited {
        user: user.id,
        name: user.full_name(),
        login: &user.login,
        email: &user.email,
    });
    let invited: Vec<_> = invited.collect();
    invitations::send(txn, base_url, &invited, audit.at).await
}
