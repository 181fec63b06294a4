//! Which second factors an account has.
use super::{
    passkeys::{
        relying_party::is_possible,
        rows::{has_any, list},
    },
    secret::{find, open_secret, purpose, typed_secret},
};
use crate::{
    Db, Error,
    base::entities::{recovery_code, shown_codes, user, user_type},
};
use domain::{
    ids::UserId,
    second_factor::{AuthenticatorApp, SecondFactorView, SignInFactors},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// How long new recovery codes are shown, in seconds, if no one says that they are saved.
const SHOWN_SECONDS: i64 = 15 * 60;

/// Whether the account has a second factor that counts.
pub(crate) async fn is_on(conn: &impl ConnectionTrait, user: UserId) -> Result<bool, Error> {
    Ok(has_app(conn, user).await? || has_any(conn, user).await?)
}

/// Whether the account has an authenticator app that was confirmed.
pub(super) async fn has_app(conn: &impl ConnectionTrait, user: UserId) -> Result<bool, Error> {
    Ok(find(conn, user)
        .await?
        .is_some_and(|row| row.confirmed_at.is_some()))
}

/// Returns what the second step of signing in can take.
///
/// # Errors
/// The database failed.
pub async fn sign_in_factors(db: &Db, user: UserId) -> Result<SignInFactors, Error> {
    Ok(SignInFactors {
        app: has_app(db.read(), user).await?,
        passkeys: has_any(db.read(), user).await?,
    })
}

/// Returns what the page about it shows its user; `base_url` is the portal's public URL.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn view(
    db: &Db,
    base_url: &str,
    user: UserId,
    now: Timestamp,
) -> Result<SecondFactorView, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let kind = row.ok_or(Error::NotFound)?.user_type_id;
    let kind = user_type::Entity::find_by_id(kind).one(db.read()).await?;
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user))
        .count(db.read())
        .await?;
    Ok(SecondFactorView {
        is_demanded: kind.is_some_and(|kind| kind.demands_second_factor),
        app: app(db, user).await?,
        passkeys: list(db, user).await?,
        takes_passkeys: is_possible(base_url),
        codes_left: i64::try_from(left).unwrap_or(i64::MAX),
        new_codes: new_codes(db, user, now).await?,
    })
}

async fn app(db: &Db, user: UserId) -> Result<AuthenticatorApp, Error> {
    let Some(row) = find(db.read(), user).await? else {
        return Ok(AuthenticatorApp::Off);
    };
    if let Some(since) = row.confirmed_at {
        return Ok(AuthenticatorApp::On { since });
    }
    let secret = open_secret(db.secrets(), &row)?;
    Ok(AuthenticatorApp::SettingUp {
        secret: typed_secret(&secret),
    })
}

/// The recovery codes, while they are shown.
async fn new_codes(db: &Db, user: UserId, now: Timestamp) -> Result<Vec<String>, Error> {
    let shown = shown_codes::Entity::find_by_id(user)
        .filter(shown_codes::Column::MadeAt.gt(now.plus_seconds(-SHOWN_SECONDS)))
        .one(db.read())
        .await?;
    let Some(shown) = shown else {
        return Ok(Vec::new());
    };
    let codes = db
        .secrets()
        .open_factor(&shown.codes, &purpose("codes", user))?;
    Ok(codes.split(' ').map(str::to_owned).collect())
}
