//! Setting up a second factor: a secret, which a code confirms.
use super::{
    codes,
    secret::{find_unconfirmed, new_secret, open_secret},
    state::{has_app, is_on},
    telling::tell,
    totp,
};
use crate::{
    AuditContext, Db, Error,
    access::sessions::{self, RenewedSession},
    base::{
        activity::ActivitySubject,
        entities::{second_factor, user},
    },
    delivery::mail_config::MailConfig,
};
use data_encoding::BASE32_NOPAD;
use domain::{activity::Activity, events::ChangeEvent, ids::UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

/// What an authenticator app needs to know.
pub struct SetUp {
    /// In base 32.
    pub secret: String,
    pub login: String,
}

/// Makes a new secret, which counts when a code confirms it. One that counts already stays.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn begin(db: &Db, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = user::Entity::find_by_id(user).lock_exclusive().one(&txn);
    row.await?.ok_or(Error::NotFound)?;
    if has_app(&txn, user).await? {
        return Ok(());
    }
    second_factor::Entity::delete_by_id(user).exec(&txn).await?;
    let row = second_factor::ActiveModel {
        user_id: Set(user),
        secret: Set(new_secret(db.secrets(), user)?),
        last_step: Set(0),
        confirmed_at: Set(None),
    };
    second_factor::Entity::insert(row)
        .exec_without_returning(&txn)
        .await?;
    txn.publish(ChangeEvent::User(user));
    txn.commit().await
}

/// Returns what the QR code of a set-up contains.
///
/// # Errors
/// [`Error::NotFound`] unless the user is setting it up.
pub async fn set_up_of(db: &Db, user: UserId) -> Result<SetUp, Error> {
    let row = find_unconfirmed(db.read(), user).await?;
    let owner = user::Entity::find_by_id(user).one(db.read()).await?;
    Ok(SetUp {
        secret: BASE32_NOPAD.encode(&open_secret(db.secrets(), &row)?),
        login: owner.ok_or(Error::NotFound)?.login,
    })
}

/// Turns it on if the code is right, ends other sessions than `session`, which were opened without a code, and
/// gives that one another token. The first second factor of an account makes recovery codes. Returns `None` for
/// a wrong code.
///
/// # Errors
/// [`Error::NotFound`] unless the user is setting it up.
pub async fn confirm(
    db: &Db,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    user: UserId,
    typed: &str,
    session: &str,
) -> Result<Option<RenewedSession>, Error> {
    let txn = db.write().await?;
    let owner = user::Entity::find_by_id(user).lock_exclusive().one(&txn);
    let owner = owner.await?.ok_or(Error::NotFound)?;
    let row = find_unconfirmed(&txn, user).await?;
    let secret = open_secret(db.secrets(), &row)?;
    let Some(step) = totp::step_of(&secret, typed, row.last_step, audit.at) else {
        return Ok(None);
    };
    let is_first = !is_on(&txn, user).await?;
    codes::use_step(&txn, user, step).await?;
    second_factor::Entity::update_many()
        .col_expr(
            second_factor::Column::ConfirmedAt,
            Expr::value(Some(audit.at)),
        )
        .filter(second_factor::Column::UserId.eq(user))
        .exec(&txn)
        .await?;
    sessions::end_all_but(&txn, user, Some(session)).await?;
    let renewed = sessions::renew_token(&txn, session).await?;
    let (what, added) = if is_first {
        codes::replace(&txn, db.secrets(), user, audit.at).await?;
        ("was turned on", Activity::SecondFactorOn {})
    } else {
        (
            "has an authenticator app now",
            Activity::AuthenticatorAppAdded {},
        )
    };
    tell(&txn, mail_config, portal, &owner, what, audit.at).await?;
    ActivitySubject::user(user).log(&txn, audit, added).await?;
    txn.commit().await?;
    Ok(Some(renewed))
}
