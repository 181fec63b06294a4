//! Setting up a second factor: a secret, which a code confirms.
use super::{
    codes,
    secret::{find_unconfirmed, is_on, new_secret, open_secret},
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
    if is_on(&txn, user).await? {
        return Ok(());
    }
    second_factor::Entity::delete_by_id(user).exec(&txn).await?;
    let row = second_factor::ActiveModel {
        user_id: Set(user),
        secret: Set(new_secret(db.secrets(), user)?),
        last_step: Set(0),
        confirmed_at: Set(None),
        shown_codes: Set(None),
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

/// Turns it on if the code is right: makes recovery codes, ends other sessions than `session`, which
/// were opened without a code, and gives that one another token. Returns `None` for a wrong code.
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
    codes::use_step(&txn, user, step).await?;
    let shown = codes::replace(&txn, db.secrets(), user).await?;
    second_factor::Entity::update_many()
        .col_expr(
            second_factor::Column::ConfirmedAt,
            Expr::value(Some(audit.at)),
        )
        .col_expr(second_factor::Column::ShownCodes, Expr::value(Some(shown)))
        .filter(second_factor::Column::UserId.eq(user))
        .exec(&txn)
        .await?;
    sessions::end_all_but(&txn, user, Some(session)).await?;
    let renewed = sessions::renew_token(&txn, session).await?;
    tell(&txn, mail_config, portal, &owner, "was turned on", audit.at).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::SecondFactorOn {})
        .await?;
    txn.commit().await?;
    Ok(Some(renewed))
}

/// Forgets the recovery codes that the user has saved; their hashes stay.
///
/// # Errors
/// The database failed.
pub async fn forget_shown_codes(db: &Db, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let hidden = second_factor::Entity::update_many()
        .col_expr(
            second_factor::Column::ShownCodes,
            Expr::value(Option::<String>::None),
        )
        .filter(second_factor::Column::UserId.eq(user))
        .filter(second_factor::Column::ShownCodes.is_not_null())
        .exec(&txn)
        .await?;
    if hidden.rows_affected == 0 {
        return Ok(());
    }
    txn.publish(ChangeEvent::User(user));
    txn.commit().await
}
