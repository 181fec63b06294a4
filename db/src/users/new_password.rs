//! Which passwords an account may have.
use super::{CredentialChange, row::set_password};
use crate::{
    AuditContext, Db, Error,
    access::passwords::{self, AcceptedPassword},
    base::{activity::ActivitySubject, entities::user},
    delivery::mail_config::MailConfig,
    settings::portal_name_on,
};
use domain::{
    activity::{Activity, PasswordChange},
    ids::UserId,
    users::{Password, UserInfo},
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

/// Accepts a password for the account that these words name.
///
/// # Errors
/// [`Error::PasswordRejected`].
pub(crate) async fn accept_password(
    conn: &impl ConnectionTrait,
    password: Password,
    words: [&str; 4],
) -> Result<AcceptedPassword, Error> {
    let portal = portal_name_on(conn).await?;
    let words: Vec<&str> = words.into_iter().chain([&*portal]).collect();
    AcceptedPassword::check(password, &words).map_err(Error::PasswordRejected)
}

/// Refuses a password before anything else is done with the form: setting it would be refused, too.
///
/// # Errors
/// [`Error::PasswordRejected`].
pub async fn ensure_acceptable(db: &Db, password: &Password, info: &UserInfo) -> Result<(), Error> {
    let portal = portal_name_on(db.read()).await?;
    let words: Vec<&str> = words_of(info).into_iter().chain([&*portal]).collect();
    AcceptedPassword::refuse(password, &words).map_err(Error::PasswordRejected)
}

/// Returns the hash of a new password for the account of this form.
///
/// # Errors
/// [`Error::PasswordRejected`].
pub(crate) async fn hash_new(
    db: &Db,
    info: &UserInfo,
    password: Password,
) -> Result<String, Error> {
    let accepted = accept_password(db.read(), password, words_of(info)).await?;
    passwords::hash(accepted).await
}

/// Sets another password for the person who runs the portal. It ends the user's sessions and links, and the owner is
/// told.
///
/// # Errors
/// [`Error::NotFound`], [`Error::PasswordRejected`].
pub async fn reset_password(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
    password: Password,
) -> Result<(), Error> {
    let find = || user::Entity::find_by_id(user);
    let seen = find().one(db.read()).await?.ok_or(Error::NotFound)?;
    let accepted = accept_password(db.read(), password, words_of_row(&seen)).await?;
    let hash = passwords::hash(accepted).await?;
    let txn = db.write().await?;
    let row = find().lock_exclusive().one(&txn).await?;
    let row = row.ok_or(Error::NotFound)?;
    let change = CredentialChange {
        before: &row,
        email: &row.email,
        new_password: true,
        keep: None,
    };
    change.follow(&txn, mail_config, audit.at).await?;
    set_password(&txn, row, hash).await?;
    let how = PasswordChange::CommandLine;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::PasswordChanged { how })
        .await?;
    txn.commit().await
}

/// The words of an account that others know.
fn words_of(info: &UserInfo) -> [&str; 4] {
    [
        info.login.as_str(),
        info.email.as_str(),
        info.first_name.as_str(),
        info.last_name.as_str(),
    ]
}

/// As [`words_of`], of an account that exists.
pub(crate) fn words_of_row(user: &user::Model) -> [&str; 4] {
    [&user.login, &user.email, &user.first_name, &user.last_name]
}
