//! A forgotten password: a link to the address that is on file, and a new password by it.
use crate::{
    By, Db, Error,
    entities::user,
    links::{self, Kind},
    mails, passwords, sessions, settings,
    sign_ups::Post,
    users,
};
use domain::{
    ids::UserId,
    people::{Password, UserState},
    time::Timestamp,
};
use sea_orm::{EntityTrait, QuerySelect};

/// Mails a link to whoever this is. Nobody learns whether there is such an account: for none the
/// same is written, but the mail. The caller asks the throttle first.
///
/// # Errors
/// The database failed.
pub async fn ask(
    db: &Db,
    post: Post<'_>,
    login_or_email: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let found = sessions::find_user(db, login_or_email).await?;
    let found = found.filter(|user| user.active);
    let txn = db.write().await?;
    let user = found.as_ref().map(|user| UserId(user.id));
    let token = links::make(&txn, Kind::Password, user, now).await?;
    let portal = settings::portal_name_on(&txn).await?;
    if let Some(user) = found {
        let name = users::full_name(&user);
        let letter = post.sender(&portal).new_password(&name, &token);
        mails::put_secret(&txn, &user.email, &letter.subject, &letter.text, now).await?;
    }
    Ok(txn.commit().await?)
}

/// Whether the link lets somebody choose a password.
///
/// # Errors
/// The database failed.
pub async fn opens(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    links::opens(db.read(), Kind::Password, token, now).await
}

/// The login of the link's owner.
///
/// # Errors
/// [`Error::LinkSpent`].
pub async fn login(db: &Db, token: &str, now: Timestamp) -> Result<String, Error> {
    let user = links::whose(db.read(), Kind::Password, token, now).await?;
    let row = user::Entity::find_by_id(user.0).one(db.read()).await?;
    row.map(|row| row.login).ok_or(Error::LinkSpent)
}

/// Uses the link up: the new password, the end of all sessions, and a mail that says so, in one
/// transaction. Answers whose it was.
///
/// # Errors
/// [`Error::LinkSpent`], also where the account was deactivated in between.
pub async fn set_password(
    db: &Db,
    by: &By,
    post: Post<'_>,
    token: &str,
    password: Password,
) -> Result<UserId, Error> {
    // Strangers with a wrong link do not get to make the server hash.
    links::whose(db.read(), Kind::Password, token, by.at).await?;
    let hash = passwords::hash(password).await?;
    let txn = db.write().await?;
    let user = links::take(&txn, Kind::Password, token, by.at).await?;
    let row = user::Entity::find_by_id(user.0)
        .lock_exclusive()
        .one(&txn)
        .await?
        .filter(|row| row.active && row.state == UserState::Settled.code())
        .ok_or(Error::LinkSpent)?;
    let (name, email) = (users::full_name(&row), row.email.clone());
    users::set_password(&txn, row, hash).await?;
    let by = By {
        actor: Some(user),
        name: name.clone(),
        ..by.clone()
    };
    let detail = "chose a new password by a mailed link".to_owned();
    users::log(&txn, &by, "user.password", user, detail).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let letter = post.sender(&portal).password_changed(&name);
    mails::put(&txn, &email, &letter.subject, &letter.text, by.at).await?;
    txn.commit().await?;
    Ok(user)
}
