//! Password resets: a link to the address on file, and the new password chosen with it.
use crate::{
    AuditContext, Db, Error,
    access::{passwords, sessions},
    base::{activity::ActivitySubject, entities::user},
    delivery::{
        mail_config::MailConfig,
        mails,
        one_time_tokens::{self, TokenPurpose},
    },
    settings, users,
};
use domain::{
    activity::{Activity, PasswordChange},
    events::{ChangeEvent, ListKind},
    ids::UserId,
    time::Timestamp,
    users::{Password, UserState},
};
use sea_orm::{EntityTrait, QuerySelect};

/// Mails a reset link to the user with this login or address. Callers cannot tell whether the
/// account exists: without one, everything but the mail is written all the same. The caller
/// checks the rate limit first.
///
/// # Errors
/// The database failed.
pub async fn request(
    db: &Db,
    mail_config: MailConfig<'_>,
    login_or_email: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let found = sessions::find_user(db, login_or_email).await?;
    let found = found.filter(|user| user.active);
    let txn = db.write().await?;
    let user = found.as_ref().map(|user| user.id);
    let token = one_time_tokens::issue(&txn, TokenPurpose::Password, user, now).await?;
    let portal = settings::portal_name_on(&txn).await?;
    // Also without an account, so that the work is the same.
    txn.publish(ChangeEvent::List(ListKind::Mails));
    if let Some(user) = found {
        let name = user.full_name();
        let mail = mail_config.templates(&portal).new_password(&name, &token);
        mails::enqueue_confidential(&txn, &user.email, &mail.subject, &mail.text, now).await?;
    }
    txn.commit().await
}

/// Whether the link can be used to choose a password.
///
/// # Errors
/// The database failed.
pub async fn is_valid(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    one_time_tokens::is_valid(db.read(), TokenPurpose::Password, token, now).await
}

/// Returns the login of the link's owner.
///
/// # Errors
/// [`Error::LinkExpired`].
pub async fn login_of(db: &Db, token: &str, now: Timestamp) -> Result<String, Error> {
    let user = one_time_tokens::owner_of(db.read(), TokenPurpose::Password, token, now).await?;
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    row.map(|row| row.login).ok_or(Error::LinkExpired)
}

/// Uses up the link: sets the new password, ends all sessions and mails a notice, in one
/// transaction. Returns the user.
///
/// # Errors
/// [`Error::LinkExpired`], also where the account was deactivated in the meantime;
/// [`Error::PasswordRejected`], after which the link still works.
pub async fn complete(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    token: &str,
    password: Password,
) -> Result<UserId, Error> {
    // Checked first, so that a wrong link cannot make the server hash passwords.
    let owner =
        one_time_tokens::owner_of(db.read(), TokenPurpose::Password, token, audit.at).await?;
    let row = user::Entity::find_by_id(owner).one(db.read()).await?;
    let row = row.ok_or(Error::LinkExpired)?;
    let password = users::accept_password(db.read(), password, users::words_of_row(&row)).await?;
    let hash = passwords::hash(password).await?;
    let txn = db.write().await?;
    let user = one_time_tokens::consume(&txn, TokenPurpose::Password, token, audit.at).await?;
    let row = user::Entity::find_by_id(user)
        .lock_exclusive()
        .one(&txn)
        .await?
        .filter(|row| row.active && row.state == UserState::Registered)
        .ok_or(Error::LinkExpired)?;
    let name = row.full_name();
    let change = users::CredentialChange {
        before: &row,
        email: &row.email,
        new_password: true,
        keep: None,
    };
    change.follow(&txn, mail_config, audit.at).await?;
    users::set_password(&txn, row, hash).await?;
    let audit = AuditContext {
        actor: Some(user),
        name: name.clone(),
        ..audit.clone()
    };
    let how = PasswordChange::EmailLink;
    ActivitySubject::user(user)
        .log(&txn, &audit, Activity::PasswordChanged { how })
        .await?;
    txn.commit().await?;
    Ok(user)
}
