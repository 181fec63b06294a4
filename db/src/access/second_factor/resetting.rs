//! Removing second factors: their owner removes one, an administrator resets all.
use super::{codes, passkeys::rows, secret::find, state::is_on, telling::tell};
use crate::{
    AuditContext, Db, Error, Txn,
    access::sessions::{self, RenewedSession},
    base::{
        activity::ActivitySubject,
        entities::{second_factor, user},
    },
    delivery::mail_config::MailConfig,
};
use domain::{activity::Activity, ids::UserId};
use sea_orm::{EntityTrait, QuerySelect};

/// Removes the authenticator app, and gives the session of this token another one; `None` if it was off. The caller
/// has checked the user’s password.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove_app(
    db: &Db,
    audit: &AuditContext,
    mail: (MailConfig<'_>, &str),
    user: UserId,
    session: &str,
) -> Result<Option<RenewedSession>, Error> {
    let txn = db.write().await?;
    let owner = lock_owner(&txn, user).await?;
    if find(&txn, user).await?.is_none() {
        return Ok(None);
    }
    second_factor::Entity::delete_by_id(user).exec(&txn).await?;
    let renewed = sessions::renew_token(&txn, session).await?;
    let removed = (
        "no longer has an authenticator app",
        Activity::AuthenticatorAppRemoved {},
    );
    note_removal(&txn, audit, mail, &owner, removed).await?;
    txn.commit().await?;
    Ok(Some(renewed))
}

/// Tells the owner of a factor that was removed, and logs it. With the last one, the recovery codes go.
pub(super) async fn note_removal(
    txn: &Txn,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    owner: &user::Model,
    (what, removed): (&str, Activity),
) -> Result<(), Error> {
    let (what, removed) = if is_on(txn, owner.id).await? {
        (what, removed)
    } else {
        codes::remove_all(txn, owner.id).await?;
        ("was turned off", Activity::SecondFactorOff {})
    };
    tell(txn, mail_config, portal, owner, what, audit.at).await?;
    ActivitySubject::user(owner.id)
        .log(txn, audit, removed)
        .await
}

/// Removes all second factors of a user who has lost them, and ends their sessions.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reset(
    db: &Db,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let owner = lock_owner(&txn, user).await?;
    let app = second_factor::Entity::delete_by_id(user).exec(&txn).await?;
    let had_passkey = rows::remove_all(&txn, user).await?;
    if app.rows_affected == 0 && !had_passkey {
        return Ok(());
    }
    codes::remove_all(&txn, user).await?;
    sessions::end_all(&txn, user).await?;
    let what = "was reset by an administrator";
    tell(&txn, mail_config, portal, &owner, what, audit.at).await?;
    let name = owner.full_name();
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::SecondFactorReset { user: name })
        .await?;
    txn.commit().await
}

pub(super) async fn lock_owner(txn: &Txn, user: UserId) -> Result<user::Model, Error> {
    let owner = user::Entity::find_by_id(user).lock_exclusive().one(txn);
    owner.await?.ok_or(Error::NotFound)
}
