//! Signing up: guests who create their own account, and how it becomes active.
mod approval;
mod confirmation;

pub use crate::delivery::mail_config::MailConfig;
pub use approval::{approve, decline, sweep};
pub use confirmation::{confirm, confirms};

use crate::{
    AuditContext, Db, Error, Taken, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::{group, group_key},
    },
    delivery::{
        mails,
        one_time_tokens::{self, TokenPurpose},
    },
    groups::joining::{self, OpenKey},
    onboarding::default_groups::{OnboardedUser, join_default_groups},
    settings, users,
};
use domain::{
    access_scope::AccessScope,
    activity::{Activity, JoinedWith},
    ids::{GroupId, UserId, UserTypeId},
    keys::KeyState,
    settings::SignUpMode,
    throttle::Source,
    time::Timestamp,
    users::{AccountOrigin, Password, UserInfo, UserState},
};
use sea_orm::EntityTrait;

/// The result of signing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpOutcome {
    /// The account is active, and perhaps a member of its key's group.
    Active(UserId, Option<GroupId>),
    /// An administrator has to approve the account.
    AwaitingApproval,
    /// Returned in every case if e-mails are sent; the details are in the e-mail.
    ConfirmationSent,
}

/// What a person entered to sign up.
pub struct SignUpRequest<'a> {
    /// The user type in it is ignored: the account gets the default one.
    pub info: &'a UserInfo,
    pub password: Password,
    pub key: Option<OpenKey>,
    /// The token of the join link that led here; the account joins by it once it is active.
    pub link: Option<&'a str>,
    pub source: Source,
}

/// Creates an account and joins the key's group in one transaction, so that the key's maximum
/// holds as for joining. If e-mails are sent, an address that already has an account gets an
/// e-mail about it, while the response and the work are the same. The caller asks the throttle
/// first.
///
/// # Errors
/// [`Error::SignUpClosed`]; [`Error::Taken`] for the login, and for the address if no e-mails are
/// sent; [`Error::KeyRejected`]; [`Error::PasswordRejected`].
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    request: SignUpRequest<'_>,
) -> Result<SignUpOutcome, Error> {
    if settings::sign_up(db).await? == SignUpMode::Off {
        return Err(Error::SignUpClosed);
    }
    let hash = users::hash_new(db, request.info, request.password).await?;
    let txn = db.write().await?;
    let key = match request.key {
        Some(key) => Some(joining::lock_open(&txn, key).await?),
        None => None,
    };
    let info = UserInfo {
        user_type: user_types::default_user_type(&txn).await?,
        ..request.info.clone()
    };
    if key.is_some() && !settings::joins_by_key(&txn, info.user_type).await? {
        return Err(Error::KeyRejected);
    }
    let inviting = inviting_group(db, &txn, key.as_ref(), request.link, audit.at).await?;
    let audit = &AuditContext {
        scope: inviting
            .as_ref()
            .map_or(AccessScope::PORTAL, group::Model::access_scope),
        ..audit.clone()
    };
    let state = first_state(&txn, mail_config, info.user_type).await?;
    let user = match users::insert_as(&txn, &info, Some(hash), state, audit).await {
        Err(Error::Taken(Taken::Email | Taken::EmailIsLogin)) if mail_config.sends => {
            refuse_closed(key.as_ref(), audit.at)?;
            txn.rollback().await?;
            return notify_account_owner(db, mail_config, &info, audit.at).await;
        }
        made => made?,
    };
    let origin = origin_of(inviting.as_ref());
    users::set_origin(&txn, user, origin, Some(request.source)).await?;
    let outcome =
        complete_sign_up(&txn, audit, mail_config, user, &info, state, key.as_ref()).await?;
    txn.commit().await?;
    Ok(outcome)
}

fn origin_of(inviting: Option<&group::Model>) -> AccountOrigin {
    match inviting {
        Some(_) => AccountOrigin::Invited,
        None => AccountOrigin::SelfMade,
    }
}

/// The group whose key or link was used. A new account belongs to its branch.
async fn inviting_group(
    db: &Db,
    txn: &Txn,
    key: Option<&group_key::Model>,
    link: Option<&str>,
    now: Timestamp,
) -> Result<Option<group::Model>, Error> {
    match (key, link) {
        (Some(key), _) => Ok(group::Entity::find_by_id(key.group_id).one(txn).await?),
        (None, Some(token)) => joining::group_of_link(db, txn, token, now).await,
        (None, None) => Ok(None),
    }
}

/// Completes the sign-up as far as the new account's state allows.
async fn complete_sign_up(
    txn: &Txn,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
    info: &UserInfo,
    state: UserState,
    key: Option<&group_key::Model>,
) -> Result<SignUpOutcome, Error> {
    let audit = AuditContext {
        actor: Some(user),
        ..audit.clone()
    };
    ActivitySubject::user(user)
        .log(txn, &audit, Activity::AccountCreated {})
        .await?;
    let group = match key {
        Some(key) => Some(joining::join(txn, &audit, key, user, JoinedWith::Key).await?),
        None => None,
    };
    match state {
        UserState::Registered => {
            let name = users::name(info);
            join_default_groups(
                txn,
                &audit,
                audit.scope.branch,
                &[OnboardedUser { user, name }],
            )
            .await?;
            Ok(SignUpOutcome::Active(user, group))
        }
        UserState::Waiting => Ok(SignUpOutcome::AwaitingApproval),
        UserState::Unconfirmed => ask_to_confirm(txn, mail_config, user, info, audit.at).await,
    }
}

/// The state of a new account of this type.
async fn first_state(
    txn: &Txn,
    mail_config: MailConfig<'_>,
    of: UserTypeId,
) -> Result<UserState, Error> {
    match settings::effective_sign_up_mode(txn, of).await? {
        SignUpMode::Off => Err(Error::SignUpClosed),
        _ if mail_config.sends => Ok(UserState::Unconfirmed),
        SignUpMode::Direct => Ok(UserState::Registered),
        SignUpMode::Approval => Ok(UserState::Waiting),
    }
}

async fn ask_to_confirm(
    txn: &Txn,
    mail_config: MailConfig<'_>,
    user: UserId,
    info: &UserInfo,
    at: Timestamp,
) -> Result<SignUpOutcome, Error> {
    let token = one_time_tokens::issue(txn, TokenPurpose::Confirm, Some(user), at).await?;
    let portal = settings::portal_name_on(txn).await?;
    let mail = mail_config.templates(&portal).confirm(&token);
    let to = info.email.as_str();
    mails::enqueue_confidential(txn, to, &mail.subject, &mail.text, at).await?;
    Ok(SignUpOutcome::ConfirmationSent)
}

/// The address has an account: only its owner learns of the attempt.
async fn notify_account_owner(
    db: &Db,
    mail_config: MailConfig<'_>,
    info: &UserInfo,
    at: Timestamp,
) -> Result<SignUpOutcome, Error> {
    let txn = db.write().await?;
    let portal = settings::portal_name_on(&txn).await?;
    let mail = mail_config.templates(&portal).has_account();
    mails::enqueue(&txn, info.email.as_str(), &mail.subject, &mail.text, at).await?;
    txn.commit().await?;
    Ok(SignUpOutcome::ConfirmationSent)
}

/// Rejects a key that would be rejected for joining.
fn refuse_closed(key: Option<&group_key::Model>, now: Timestamp) -> Result<(), Error> {
    match key {
        Some(key) if key.state(now) != KeyState::Open => Err(Error::KeyRejected),
        _ => Ok(()),
    }
}
