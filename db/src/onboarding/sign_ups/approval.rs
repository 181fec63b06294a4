//! Users who signed up and are not active yet: approving, declining and expiry.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{
            group_member::{self, MembershipSource},
            sign_up, user,
        },
        locks::lock_group,
        sql::Sql,
    },
    delivery::{
        mail_config::MailConfig,
        mails,
        one_time_tokens::{self, TokenPurpose},
        throttles,
    },
    enrolments::{self, ChangeStamp},
    onboarding::default_groups::{OnboardedUser, join_default_groups},
    settings, users,
};
use domain::{
    activity::Activity,
    events::{ChangeEvent, ListKind},
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
    time::Timestamp,
    users::{AccountOrigin, UserState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Seconds after which an unconfirmed account is deleted.
const UNCONFIRMED: i64 = 24 * 3600;

/// Approves a waiting user, who becomes active, joins the default group, is enrolled in the
/// courses of the group whose key they used, and gets an e-mail. Approving twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn approve(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, user).await?;
    if row.state == UserState::Registered {
        return Ok(());
    }
    let (name, email) = (row.full_name(), row.email.clone());
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::UserApproved { user: name.clone() })
        .await?;
    one_time_tokens::end_all(&txn, TokenPurpose::Confirm, user).await?;
    let from = row.signed_up_from.clone();
    activate(&txn, audit, row).await?;
    users::set_origin(&txn, user, AccountOrigin::Managed, None).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let mail = mail_config.templates(&portal).approved(&name);
    mails::enqueue(&txn, &email, &mail.subject, &mail.text, audit.at).await?;
    txn.commit().await?;
    release_sign_up(db, from).await
}

/// A sign-up that is no longer in doubt does not count against where it came from.
pub(super) async fn release_sign_up(db: &Db, from: Option<String>) -> Result<(), Error> {
    match from.and_then(|from| from.parse().ok()) {
        Some(source) => throttles::release(db, &throttles::sign_up(source), 1).await,
        None => Ok(()),
    }
}

/// Deletes the account of a waiting user, releases the use of their key, and sends them an
/// e-mail.
///
/// # Errors
/// [`Error::NotFound`], also for a user who is already active.
pub async fn decline(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = remove(&txn, user, audit.at).await?;
    let name = row.full_name();
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::UserDeclined { user: name.clone() })
        .await?;
    let portal = settings::portal_name_on(&txn).await?;
    let mail = mail_config.templates(&portal).declined(&name);
    mails::enqueue(&txn, &row.email, &mail.subject, &mail.text, audit.at).await?;
    txn.commit().await
}

/// Deletes the accounts that did not confirm their address within a day, and the expired links;
/// returns how many accounts.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    one_time_tokens::sweep(&txn, now).await?;
    sign_up::Entity::delete_many()
        .filter(sign_up::Column::ExpiresAt.lte(now))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    let old = user::Entity::find()
        .filter(user::Column::State.eq(UserState::Unconfirmed))
        .filter(user::Column::CreatedAt.lte(now.plus_seconds(-UNCONFIRMED)))
        .all(db.read())
        .await?;
    let mut swept = 0;
    for row in old {
        let txn = db.write().await?;
        match remove(&txn, row.id, now).await {
            Ok(_) => swept += 1,
            // Approved a moment ago.
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        }
        txn.commit().await?;
    }
    Ok(swept)
}

pub(super) async fn lock(txn: &Txn, user: UserId) -> Result<user::Model, Error> {
    user::Entity::find_by_id(user)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Activates the locked user, with what their groups and the default group give.
pub(super) async fn activate(
    txn: &Txn,
    audit: &AuditContext,
    row: user::Model,
) -> Result<(), Error> {
    let onboarded_user = OnboardedUser {
        user: row.id,
        name: row.full_name(),
    };
    let user = onboarded_user.user;
    let branch = row.branch_id;
    let version = row.version;
    let mut row = row.into_active_model();
    row.active = Set(true);
    row.state = Set(UserState::Registered);
    row.version = Set(version + 1);
    row.update(txn).await?;
    enrolments::recount_groups_of(txn, user).await?;
    for group in groups_of(txn, user, Some(MembershipSource::Key)).await? {
        enrolments::synchronize(txn, group, &[user], ChangeStamp::at(audit.at)).await?;
    }
    join_default_groups(txn, audit, branch, &[onboarded_user]).await
}

/// Deletes a user who is not active yet, with everything of theirs.
async fn remove(txn: &Txn, user: UserId, at: Timestamp) -> Result<user::Model, Error> {
    // Keys before users: the order in which joining by a key locks them.
    Sql::new(txn)
        .add(
            "UPDATE group_keys SET used = used - 1 WHERE used > 0 AND id IN \
             (SELECT key_id FROM redemptions WHERE user_id = ?)",
            [user.into()],
        )
        .execute(txn)
        .await?;
    let row = lock(txn, user).await?;
    if row.state == UserState::Registered {
        return Err(Error::NotFound);
    }
    for group in groups_of(txn, user, None).await? {
        let policy = RemovalPolicy::WithdrawAccess;
        enrolments::remove(txn, group, &[user], policy, ChangeStamp::at(at)).await?;
        txn.publish(ChangeEvent::Group(group));
    }
    // The groups left are in the trash, and may be restored with their numbers.
    enrolments::trash::remove_pending_user(txn, user).await?;
    user::Entity::delete_by_id(user).exec(txn).await?;
    txn.publish(ChangeEvent::List(ListKind::Users));
    Ok(row)
}

/// Returns the user's groups (joined `via` this), locked in order.
async fn groups_of(
    txn: &Txn,
    user: UserId,
    via: Option<MembershipSource>,
) -> Result<Vec<GroupId>, Error> {
    let mut find = group_member::Entity::find()
        .filter(group_member::Column::UserId.eq(user))
        .order_by_asc(group_member::Column::GroupId);
    if let Some(via) = via {
        find = find.filter(group_member::Column::Via.eq(via));
    }
    let mut groups = Vec::new();
    for row in find.all(txn).await? {
        match lock_group(txn, row.group_id).await {
            Ok(_) => groups.push(row.group_id),
            // In the trash.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(groups)
}
