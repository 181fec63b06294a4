//! Signing up: guests who create their own account, and how it becomes active.
mod waiting;

pub use waiting::{approve, decline, sweep};

use crate::{
    By, Db, Error, Taken, Txn,
    entities::{group, group_key},
    groups,
    joining::{self, Pass},
    keys,
    letters::Sender,
    links::{self, Kind},
    mails, passwords,
    settings::{self, Newcomer},
    users,
};
use domain::{
    ids::{GroupId, UserId, UserTypeId},
    keys::KeyState,
    people::{Password, UserInfo, UserState},
    realm::Realm,
    settings::SignUp,
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use waiting::{lock, settle};

/// The portal's e-mail setup.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// The base of links in e-mails.
    pub base_url: &'a str,
    /// Whether a mail server is set up. Without one, no one is asked to open a link that never
    /// arrives.
    pub sends: bool,
}

/// The result of signing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedUp {
    /// The account is active, and perhaps a member of its key's group.
    In(UserId, Option<GroupId>),
    /// An administrator has to approve the account.
    Waiting,
    /// Returned in every case if e-mails are sent; the details are in the e-mail.
    Mailed,
}

/// What a person entered to sign up.
pub struct Applicant<'a> {
    /// The user type in it is ignored: the account gets the default one.
    pub info: &'a UserInfo,
    pub password: Password,
    pub key: Option<&'a str>,
    /// The token of the join link that led here; the account joins by it once it is active.
    pub link: Option<&'a str>,
}

/// Creates an account and joins the key's group in one transaction, so that the key's maximum
/// holds as for joining. If e-mails are sent, an address that already has an account gets an
/// e-mail about it, while the response and the work are the same. The caller asks the throttle
/// first.
///
/// # Errors
/// [`Error::SignUpClosed`]; [`Error::Taken`] for the login, and for the address if no e-mails are
/// sent; [`Error::KeyRejected`].
pub async fn create(
    db: &Db,
    by: &By,
    post: Post<'_>,
    applicant: Applicant<'_>,
) -> Result<SignedUp, Error> {
    if settings::sign_up(db).await? == SignUp::Off {
        return Err(Error::SignUpOff);
    }
    let hash = passwords::hash(applicant.password).await?;
    let txn = db.write().await?;
    let key = match applicant.key {
        Some(typed) => Some(joining::lock(db, &txn, Pass::Key(typed)).await?),
        None => None,
    };
    let info = UserInfo {
        user_type: settings::default_type(&txn).await?,
        ..applicant.info.clone()
    };
    if key.is_some() && !settings::joins_by_key(&txn, info.user_type).await? {
        return Err(Error::KeyRefused);
    }
    let by = &By {
        realm: home(db, &txn, key.as_ref(), applicant.link, by.at).await?,
        ..by.clone()
    };
    let state = first_state(&txn, post, info.user_type).await?;
    let user = match users::insert_as(&txn, &info, Some(hash), state, by).await {
        Err(Error::Taken(Taken::Email)) if post.sends => {
            refuse_closed(key.as_ref(), by.at)?;
            txn.rollback().await?;
            return tell_owner(db, post, &info, by.at).await;
        }
        made => made?,
    };
    let outcome = enter(&txn, by, post, user, &info, state, key.as_ref()).await?;
    txn.commit().await?;
    Ok(outcome)
}

/// The scope of a new account: the branch of the group whose key or link was used.
async fn home(
    db: &Db,
    txn: &Txn,
    key: Option<&group_key::Model>,
    link: Option<&str>,
    now: Timestamp,
) -> Result<Realm, Error> {
    let group = match (key, link) {
        (Some(key), _) => group::Entity::find_by_id(key.group_id).one(txn).await?,
        (None, Some(token)) => joining::invites(db, txn, token, now).await?,
        (None, None) => None,
    };
    Ok(group.map_or(Realm::WHOLE, |group| groups::realm(&group)))
}

/// Completes the sign-up as far as the new account's state allows.
async fn enter(
    txn: &Txn,
    by: &By,
    post: Post<'_>,
    user: UserId,
    info: &UserInfo,
    state: UserState,
    key: Option<&group_key::Model>,
) -> Result<SignedUp, Error> {
    let by = By {
        actor: Some(user),
        ..by.clone()
    };
    users::log(txn, &by, "user.sign_up", user, "signed up".into()).await?;
    let group = match key {
        Some(key) => Some(joining::join(txn, &by, key, user, "joined with the key").await?),
        None => None,
    };
    match state {
        UserState::Settled => {
            let name = users::name(info);
            settings::join_defaults(txn, &by, by.realm.branch, &[Newcomer { user, name }]).await?;
            Ok(SignedUp::In(user, group))
        }
        UserState::Waiting => Ok(SignedUp::Waiting),
        UserState::Unconfirmed => ask_to_confirm(txn, post, user, info, by.at).await,
    }
}

/// The state of a new account of this type.
async fn first_state(txn: &Txn, post: Post<'_>, of: UserTypeId) -> Result<UserState, Error> {
    match settings::way_in(txn, of).await? {
        SignUp::Off => Err(Error::SignUpOff),
        _ if post.sends => Ok(UserState::Unconfirmed),
        SignUp::Direct => Ok(UserState::Settled),
        SignUp::Approval => Ok(UserState::Waiting),
    }
}

async fn ask_to_confirm(
    txn: &Txn,
    post: Post<'_>,
    user: UserId,
    info: &UserInfo,
    at: Timestamp,
) -> Result<SignedUp, Error> {
    let token = links::make(txn, Kind::Confirm, Some(user), at).await?;
    let portal = settings::portal_name_on(txn).await?;
    let letter = post.sender(&portal).confirm(&users::name(info), &token);
    let to = info.email.as_str();
    mails::put_secret(txn, to, &letter.subject, &letter.text, at).await?;
    Ok(SignedUp::Mailed)
}

/// Whether the link confirms an address.
///
/// # Errors
/// The database failed.
pub async fn confirms(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    links::opens(db.read(), Kind::Confirm, token, now).await
}

/// Consumes the link in the e-mail: its owner becomes active or waits for approval. Returns the
/// user and the new state.
///
/// # Errors
/// [`Error::LinkExpired`].
pub async fn confirm(db: &Db, by: &By, token: &str) -> Result<(UserId, UserState), Error> {
    let txn = db.write().await?;
    let user = links::take(&txn, Kind::Confirm, token, by.at).await?;
    let row = lock(&txn, user).await?;
    let by = By {
        actor: Some(user),
        name: users::full_name(&row),
        ..by.clone()
    };
    let detail = "confirmed their e-mail address".to_owned();
    users::log(&txn, &by, "user.confirm", user, detail).await?;
    let way_in = settings::way_in(&txn, UserTypeId(row.user_type_id)).await?;
    // If sign-up has been closed since, an administrator decides.
    let state = if way_in == SignUp::Direct {
        settle(&txn, &by, row).await?;
        UserState::Settled
    } else {
        let mut row = row.into_active_model();
        row.state = Set(UserState::Waiting.code().to_owned());
        row.update(&txn).await?;
        UserState::Waiting
    };
    txn.commit().await?;
    Ok((user, state))
}

impl<'a> Post<'a> {
    pub(crate) fn sender(self, portal: &'a str) -> Sender<'a> {
        Sender {
            portal,
            base_url: self.base_url,
        }
    }
}

/// The address has an account: only its owner learns of the attempt.
async fn tell_owner(
    db: &Db,
    post: Post<'_>,
    info: &UserInfo,
    at: Timestamp,
) -> Result<SignedUp, Error> {
    let txn = db.write().await?;
    let portal = settings::portal_name_on(&txn).await?;
    let letter = post.sender(&portal).has_account();
    mails::put(&txn, info.email.as_str(), &letter.subject, &letter.text, at).await?;
    txn.commit().await?;
    Ok(SignedUp::Mailed)
}

/// Rejects a key that would be rejected for joining.
fn refuse_closed(key: Option<&group_key::Model>, now: Timestamp) -> Result<(), Error> {
    match key {
        Some(key) if keys::limits(key).state(key.paused, key.used, now) != KeyState::Open => {
            Err(Error::KeyRefused)
        }
        _ => Ok(()),
    }
}
