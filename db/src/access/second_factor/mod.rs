//! The second factor of an account: codes of an authenticator app, and recovery codes.
pub(crate) mod codes;
mod resetting;
pub(crate) mod secret;
mod setting_up;
mod telling;
mod totp;

pub use resetting::{reset, turn_off};
pub use setting_up::{SetUp, begin, confirm, forget_shown_codes, set_up_of};

use crate::{
    Db, Error,
    base::entities::{recovery_code, user, user_type},
};
use domain::{
    ids::UserId,
    second_factor::{SecondFactorState, SecondFactorView},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use secret::{find, open_secret, purpose, typed_secret};

/// How long new recovery codes are shown, in seconds, if no one says that they are saved.
const SHOWN_SECONDS: i64 = 15 * 60;

/// Returns what the page about it shows its user.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn view(db: &Db, user: UserId, now: Timestamp) -> Result<SecondFactorView, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let kind = row.ok_or(Error::NotFound)?.user_type_id;
    let kind = user_type::Entity::find_by_id(kind).one(db.read()).await?;
    Ok(SecondFactorView {
        is_demanded: kind.is_some_and(|kind| kind.demands_second_factor),
        state: state(db, user, now).await?,
    })
}

async fn state(db: &Db, user: UserId, now: Timestamp) -> Result<SecondFactorState, Error> {
    let Some(row) = find(db.read(), user).await? else {
        return Ok(SecondFactorState::Off);
    };
    let Some(since) = row.confirmed_at else {
        let secret = open_secret(db.secrets(), &row)?;
        return Ok(SecondFactorState::SettingUp {
            secret: typed_secret(&secret),
        });
    };
    let shown = row.shown_codes.as_deref();
    let shown = shown.filter(|_| since.plus_seconds(SHOWN_SECONDS) > now);
    let shown = shown.map(|codes| db.secrets().open_factor(codes, &purpose("codes", user)));
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user))
        .count(db.read())
        .await?;
    Ok(SecondFactorState::On {
        since,
        codes_left: i64::try_from(left).unwrap_or(i64::MAX),
        new_codes: shown
            .transpose()?
            .map(|codes| codes.split(' ').map(str::to_owned).collect())
            .unwrap_or_default(),
    })
}
