//! Signing up: strangers who make an account for themselves, and how they get in.
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

/// How the portal reaches people.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// Where links in mails lead.
    pub base_url: &'a str,
    /// Whether a mail server is set. Without one nobody is asked to open a link that never comes.
    pub sends: bool,
}

/// What became of somebody who signed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedUp {
    /// He is in, and perhaps in the group of his key.
    In(UserId, Option<GroupId>),
    /// An administrator has to approve him.
    Waiting,
    /// All that is said where mails are sent: whatever it is, it stands in a mail.
    Mailed,
}

/// What somebody typed who signs up.
pub struct Applicant<'a> {
    /// Its user type is not looked at: it is the default one.
    pub info: &'a UserInfo,
    pub password: Password,
    pub key: Option<&'a str>,
    /// The token of the join link by which he came: he joins by it once he is in.
    pub link: Option<&'a str>,
}

/// Makes an account, and joins the group of the key, in one transaction: the key's maximum holds
/// as it does for joining. Where mails are sent, an address that has an account already gets a
/// mail that says so, and the answer and the work are the same. The caller asks the throttle
/// first.
///
/// # Errors
/// [`Error::SignUpOff`]; [`Error::Taken`] for the login, and for the address where no mails are
/// sent; [`Error::KeyRefused`].
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

/// Where somebody belongs who signs up: to the branch of the group whose key or link he has.
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

/// What the new account gets, as far as it is in.
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

/// What somebody of this type is who signs up at this moment.
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

/// Whether the link confirms somebody's address.
///
/// # Errors
/// The database failed.
pub async fn confirms(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    links::opens(db.read(), Kind::Confirm, token, now).await
}

/// Uses the link in the mail up: its owner is in, or waits for approval; answers who and which.
///
/// # Errors
/// [`Error::LinkSpent`].
pub async fn confirm(db: &Db, by: &By, token: &str) -> Result<(UserId, UserState), Error> {
    let txn = db.write().await?;
    let user = links::take(&txn, Kind::Confirm, token, by.at).await?;
    let row = lock(&txn, user).await?;
    let by = By {
        actor: Some(user),
        name: users::full_name(&row),
        ..by.clone()
    };
    let detail = "confirmed the e-mail address".to_owned();
    users::log(&txn, &by, "user.confirm", user, detail).await?;
    let way_in = settings::way_in(&txn, UserTypeId(row.user_type_id)).await?;
    // Where sign-up is off by now, an administrator decides.
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

/// The address has an account: its owner learns that somebody tried, and nobody else does.
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

/// What using the key would say.
fn refuse_closed(key: Option<&group_key::Model>, now: Timestamp) -> Result<(), Error> {
    match key {
        Some(key) if keys::limits(key).state(key.paused, key.used, now) != KeyState::Open => {
            Err(Error::KeyRefused)
        }
        _ => Ok(()),
    }
}
