//! Password resets: a link to the address on file, and the new password chosen with it.
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

/// Mails a reset link to the user with this login or address. Callers cannot tell whether the
/// account exists: without one, everything but the mail is written all the same. The caller
/// checks the rate limit first.
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

/// Whether the link can be used to choose a password.
///
/// # Errors
/// The database failed.
pub async fn opens(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    links::opens(db.read(), Kind::Password, token, now).await
}

/// Returns the login of the link's owner.
///
/// # Errors
/// [`Error::LinkExpired`].
pub async fn login(db: &Db, token: &str, now: Timestamp) -> Result<String, Error> {
    let user = links::whose(db.read(), Kind::Password, token, now).await?;
    let row = user::Entity::find_by_id(user.0).one(db.read()).await?;
    row.map(|row| row.login).ok_or(Error::LinkSpent)
}

/// Uses up the link: sets the new password, ends all sessions and mails a notice, in one
/// transaction. Returns the user.
///
/// # Errors
/// [`Error::LinkExpired`], also where the account was deactivated in the meantime.
pub async fn set_password(
    db: &Db,
    by: &By,
    post: Post<'_>,
    token: &str,
    password: Password,
) -> Result<UserId, Error> {
    // Checked first, so that a wrong link cannot make the server hash passwords.
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
    let detail = "reset their password by e-mail".to_owned();
    users::log(&txn, &by, "user.password", user, detail).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let letter = post.sender(&portal).password_changed(&name);
    mails::put(&txn, &email, &letter.subject, &letter.text, by.at).await?;
    txn.commit().await?;
    Ok(user)
}
