//! Signing up: strangers who make an account for themselves, and how they get in.
use crate::{
    By, Db, Error, Taken, Txn,
    enrol::{self, Mark},
    entities::{group_key, group_member, user},
    joining::{self, Pass},
    keys,
    letters::Sender,
    links::{self, Kind},
    mails, passwords,
    settings::{self, Newcomer},
    sql::Sql,
    users,
};
use domain::{
    groups::RemovalPolicy,
    ids::{GroupId, UserId, UserTypeId},
    keys::KeyState,
    people::{Password, UserInfo, UserState},
    settings::SignUp,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// How an account that does not confirm its address is waited for, in seconds.
const UNCONFIRMED: i64 = 24 * 3600;

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
    let pass = applicant.key.map(Pass::Key);
    let key = match pass {
        Some(pass) => Some((joining::lock(db, &txn, pass).await?, pass)),
        None => None,
    };
    let info = UserInfo {
        user_type: settings::default_type(&txn).await?,
        ..applicant.info.clone()
    };
    if key.is_some() && !settings::joins_by_key(&txn, info.user_type).await? {
        return Err(Error::KeyRefused);
    }
    let state = match settings::way_in(&txn, info.user_type).await? {
        SignUp::Off => return Err(Error::SignUpOff),
        _ if post.sends => UserState::Unconfirmed,
        SignUp::Direct => UserState::Settled,
        SignUp::Approval => UserState::Waiting,
    };
    let user = match users::insert_as(&txn, &info, Some(hash), state, by.at).await {
        Err(Error::Taken(Taken::Email)) if post.sends => {
            refuse_closed(key.as_ref().map(|(key, _)| key), by.at)?;
            txn.rollback().await?;
            return tell_owner(db, post, &info, by.at).await;
        }
        made => made?,
    };
    let by = By {
        actor: Some(user),
        ..by.clone()
    };
    users::log(&txn, &by, "user.sign_up", user, "signed up".into()).await?;
    let group = match &key {
        Some((key, pass)) => Some(joining::join(&txn, &by, key, user, *pass).await?),
        None => None,
    };
    let outcome = match state {
        UserState::Settled => {
            settings::join_default(&txn, &by, &[newcomer(user, &info)]).await?;
            SignedUp::In(user, group)
        }
        UserState::Waiting => SignedUp::Waiting,
        UserState::Unconfirmed => {
            let token = links::make(&txn, Kind::Confirm, Some(user), by.at).await?;
            let name = settings::portal_name_on(&txn).await?;
            let letter = post.sender(&name).confirm(&users::name(&info), &token);
            mails::put_secret(
                &txn,
                info.email.as_str(),
                &letter.subject,
                &letter.text,
                by.at,
            )
            .await?;
            SignedUp::Mailed
        }
    };
    txn.commit().await?;
    Ok(outcome)
}

/// Whether the link confirms somebody's address.
///
/// # Errors
/// The database failed.
pub async fn confirms(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    match links::whose(db.read(), Kind::Confirm, token, now).await {
        Ok(_) => Ok(true),
        Err(Error::LinkSpent) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Uses the link in the mail up: its owner is in, or waits for approval; answers which.
///
/// # Errors
/// [`Error::LinkSpent`].
pub async fn confirm(db: &Db, by: &By, token: &str) -> Result<UserState, Error> {
    let txn = db.write().await?;
    let user = links::take(&txn, Kind::Confirm, token, by.at).await?;
    let row = lock(&txn, user).await?;
    let by = By {
        actor: Some(user),
        name: full_name(&row),
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
    Ok(state)
}

/// Lets in somebody who waits: he is active, in the default group, and enrolled in the courses
/// of the group whose key he typed. He is told by mail. Approving twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn approve(db: &Db, by: &By, post: Post<'_>, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, user).await?;
    if users::state(&row.state)? == UserState::Settled {
        return Ok(());
    }
    let (name, email) = (full_name(&row), row.email.clone());
    users::log(&txn, by, "user.approve", user, format!("approved {name}")).await?;
    links::end_all(&txn, Kind::Confirm, user).await?;
    settle(&txn, by, row).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let letter = post.sender(&portal).approved(&name);
    mails::put(&txn, &email, &letter.subject, &letter.text, by.at).await?;
    Ok(txn.commit().await?)
}

/// Deletes the account of somebody who waits, gives back the use of the key he typed, and tells
/// him by mail.
///
/// # Errors
/// [`Error::NotFound`], also for who is in.
pub async fn decline(db: &Db, by: &By, post: Post<'_>, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = remove(&txn, user, by.at).await?;
    let name = full_name(&row);
    users::log(&txn, by, "user.decline", user, format!("declined {name}")).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let letter = post.sender(&portal).declined(&name);
    mails::put(&txn, &row.email, &letter.subject, &letter.text, by.at).await?;
    Ok(txn.commit().await?)
}

/// Deletes the accounts that did not confirm their address in a day, and the links that nobody
/// can use any more; answers how many accounts.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    links::sweep(&txn, now).await?;
    txn.commit().await?;
    let old = user::Entity::find()
        .filter(user::Column::State.eq(UserState::Unconfirmed.code()))
        .filter(user::Column::CreatedAt.lte(now.plus_seconds(-UNCONFIRMED).0))
        .all(db.read())
        .await?;
    let mut swept = 0;
    for row in old {
        let txn = db.write().await?;
        match remove(&txn, UserId(row.id), now).await {
            Ok(_) => swept += 1,
            // Approved a moment ago.
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        }
        txn.commit().await?;
    }
    Ok(swept)
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

fn newcomer(user: UserId, info: &UserInfo) -> Newcomer {
    Newcomer {
        user,
        name: users::name(info),
    }
}

fn full_name(row: &user::Model) -> String {
    format!("{} {}", row.first_name, row.last_name)
}

async fn lock(txn: &Txn, user: UserId) -> Result<user::Model, Error> {
    user::Entity::find_by_id(user.0)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

/// Makes the locked user active, with what his groups and the default group give.
async fn settle(txn: &Txn, by: &By, row: user::Model) -> Result<(), Error> {
    let newcomer = Newcomer {
        user: UserId(row.id),
        name: full_name(&row),
    };
    let user = newcomer.user;
    let version = row.version;
    let mut row = row.into_active_model();
    row.active = Set(true);
    row.state = Set(UserState::Settled.code().to_owned());
    row.version = Set(version + 1);
    row.update(txn).await?;
    enrol::recount_groups_of(txn, user).await?;
    for group in groups_of(txn, user, Some("key")).await? {
        enrol::synchronize(txn, group, &[user.0], Mark::at(by.at)).await?;
    }
    settings::join_default(txn, by, &[newcomer]).await
}

/// Deletes somebody who is not in yet, with all he has.
async fn remove(txn: &Txn, user: UserId, at: Timestamp) -> Result<user::Model, Error> {
    // Keys before users: in the order in which somebody who joins by one locks them.
    Sql::new(txn)
        .add(
            "UPDATE group_keys SET used = used - 1 WHERE used > 0 AND id IN \
             (SELECT key_id FROM redemptions WHERE user_id = ?)",
            [user.0.into()],
        )
        .execute(txn)
        .await?;
    let row = lock(txn, user).await?;
    if users::state(&row.state)? == UserState::Settled {
        return Err(Error::NotFound);
    }
    for group in groups_of(txn, user, None).await? {
        let policy = RemovalPolicy::WithdrawAccess;
        enrol::remove(txn, group, &[user.0], policy, Mark::at(at)).await?;
    }
    user::Entity::delete_by_id(user.0).exec(txn).await?;
    Ok(row)
}

/// The groups he is in (`via` this), locked in order.
async fn groups_of(txn: &Txn, user: UserId, via: Option<&str>) -> Result<Vec<GroupId>, Error> {
    let mut find = group_member::Entity::find()
        .filter(group_member::Column::UserId.eq(user.0))
        .order_by_asc(group_member::Column::GroupId);
    if let Some(via) = via {
        find = find.filter(group_member::Column::Via.eq(via));
    }
    let mut groups = Vec::new();
    for row in find.all(txn).await? {
        match enrol::lock_group(txn, GroupId(row.group_id)).await {
            Ok(_) => groups.push(GroupId(row.group_id)),
            // In the trash.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(groups)
}
