//! The secret of an authenticator app: sealed, and as it is typed.
use super::totp::SECRET_BYTES;
use crate::{
    Error,
    base::{
        entities::second_factor,
        secrets::{Secrets, random},
    },
};
use data_encoding::BASE32_NOPAD;
use domain::ids::UserId;
use sea_orm::{ConnectionTrait, EntityTrait};

pub(super) async fn find(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<second_factor::Model>, Error> {
    Ok(second_factor::Entity::find_by_id(user).one(conn).await?)
}

/// Returns the second factor that is being set up.
///
/// # Errors
/// [`Error::NotFound`], also of one that counts.
pub(super) async fn find_unconfirmed(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<second_factor::Model, Error> {
    let row = find(conn, user).await?;
    let row = row.filter(|row| row.confirmed_at.is_none());
    row.ok_or(Error::NotFound)
}

/// What is sealed for one account and one use opens for no other.
pub(super) fn purpose(of: &str, user: UserId) -> String {
    format!("{of}:{user}")
}

pub(super) fn new_secret(secrets: &Secrets, user: UserId) -> Result<String, Error> {
    let secret = BASE32_NOPAD.encode(&random::<SECRET_BYTES>()?);
    secrets.seal_factor(&secret, &purpose("secret", user))
}

/// Whether the portal's secret opens what is stored of the user's authenticator app.
#[must_use]
pub fn opens_factor(secrets: &Secrets, user: UserId, sealed: &str) -> bool {
    secrets
        .open_factor(sealed, &purpose("secret", user))
        .is_ok()
}

pub(super) fn open_secret(
    secrets: &Secrets,
    row: &second_factor::Model,
) -> Result<[u8; SECRET_BYTES], Error> {
    let text = secrets.open_factor(&row.secret, &purpose("secret", row.user_id))?;
    let bytes = BASE32_NOPAD.decode(text.as_bytes());
    let bytes = bytes.map_err(|_| Error::Secret)?;
    bytes.try_into().map_err(|_| Error::Secret)
}

/// The secret as it is typed into an app, in groups of four.
pub(super) fn typed_secret(secret: &[u8; SECRET_BYTES]) -> String {
    let text = BASE32_NOPAD.encode(secret);
    let groups: Vec<String> = text
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join(" ")
}
