//! Signing up: guests who create their own account, and how it becomes active.
mod approval;
mod completing;
mod confirmation;
mod mailed;

pub use crate::delivery::mail_config::MailConfig;
pub use approval::{approve, decline, sweep};
pub use completing::{CompletedSignUp, NewAccount, complete, find_pending};
pub use confirmation::{confirm, confirms};
pub use mailed::{MailedSignUp, request};

use crate::{
    AuditContext, Db, Error, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::{group, group_key},
    },
    groups::joining::{self, OpenKey},
    onboarding::default_groups::{OnboardedUser, join_default_groups},
    settings, users,
};
use domain::{
    access_scope::AccessScope,
    activity::{Activity, JoinedWith},
    ids::{GroupId, UserId, UserTypeId},
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

/// Creates an account where no e-mails are sent, and joins the key's group in one transaction, so that
/// the key's maximum holds as for joining. The caller asks the throttle first.
///
/// # Errors
/// [`Error::SignUpClosed`]; [`Error::Taken`] for the login and the address; [`Error::KeyRejected`];
/// [`Error::PasswordRejected`].
pub async fn create(
    db: &Db,
    audit: &AuditContext,
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
    let inviting = inviting_group(db, &txn, key.as_ref(), request.link, audit.at).await?;
    let account = Account {
        info: request.info,
        hash,
        key,
        inviting,
        source: Some(request.source),
    };
    let (_, outcome) = account.insert(&txn, audit).await?;
    txn.commit().await?;
    Ok(outcome)
}

/// An account that is about to be made.
struct Account<'a> {
    info: &'a UserInfo,
    hash: String,
    /// Locked.
    key: Option<group_key::Model>,
    /// The group whose key or link was used. The account belongs to its branch.
    inviting: Option<group::Model>,
    /// Where it counts until someone vouches for it.
    source: Option<Source>,
}

impl Account<'_> {
    async fn insert(
        self,
        txn: &Txn,
        audit: &AuditContext,
    ) -> Result<(UserId, SignUpOutcome), Error> {
        let info = UserInfo {
            user_type: user_types::default_user_type(txn).await?,
            ..self.info.clone()
        };
        if self.key.is_some() && !settings::joins_by_key(txn, info.user_type).await? {
            return Err(Error::KeyRejected);
        }
        let inviting = self.inviting.as_ref();
        let audit = &AuditContext {
            scope: inviting.map_or(AccessScope::PORTAL, group::Model::access_scope),
            ..audit.clone()
        };
        let state = first_state(txn, info.user_type).await?;
        let user = users::insert_as(txn, &info, Some(self.hash), state, audit).await?;
        users::set_origin(txn, user, origin_of(inviting), self.source).await?;
        let outcome = complete_sign_up(txn, audit, user, &info, state, self.key.as_ref()).await?;
        Ok((user, outcome))
    }
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
        (None, Some(token)) => {
            let found = joining::open_link(db, txn, token, now).await?;
            Ok(found.map(|(_, group)| group))
        }
        (None, None) => Ok(None),
    }
}

/// Completes the sign-up as far as the new account's state allows.
async fn complete_sign_up(
    txn: &Txn,
    audit: &AuditContext,
    user: UserId,
    info: &UserInfo,
    state: UserState,
    key: Option<&group_key::Model>,
) -> Result<SignUpOutcome, Error> {
    let name = users::name(info);
    let audit = AuditContext {
        actor: Some(user),
        name: name.clone(),
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
            join_default_groups(
                txn,
                &audit,
                audit.scope.branch,
                &[OnboardedUser { user, name }],
            )
            .await?;
            Ok(SignUpOutcome::Active(user, group))
        }
        UserState::Waiting | UserState::Unconfirmed => Ok(SignUpOutcome::AwaitingApproval),
    }
}

/// The state of a new account of this type.
async fn first_state(txn: &Txn, of: UserTypeId) -> Result<UserState, Error> {
    match settings::effective_sign_up_mode(txn, of).await? {
        SignUpMode::Off => Err(Error::SignUpClosed),
        SignUpMode::Direct => Ok(UserState::Registered),
        SignUpMode::Approval => Ok(UserState::Waiting),
    }
}
