//! Which passwords an account may have.
use crate::{
    Db, Error,
    access::passwords::{self, AcceptedPassword},
    base::entities::user,
    settings::portal_name_on,
};
use domain::users::{Password, UserInfo};
use sea_orm::ConnectionTrait;

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
