//! Removing a second factor: its owner turns it off, an administrator resets it.
use super::{secret::find, telling::tell};
use crate::{
    AuditContext, Db, Error, Txn,
    access::sessions::{self, RenewedSession},
    base::{
        activity::ActivitySubject,
        entities::{recovery_code, second_factor, user},
    },
    delivery::mail_config::MailConfig,
};
use domain::{activity::Activity, ids::UserId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Turns it off, and gives the session of this token another one; `None` if it was off. The caller has
/// checked the user's password.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn turn_off(
    db: &Db,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    user: UserId,
    session: &str,
) -> Result<Option<RenewedSession>, Error> {
    let txn = db.write().await?;
    let Some(owner) = remove(&txn, user).await? else {
        return Ok(None);
    };
    let renewed = sessions::renew_token(&txn, session).await?;
    tell(
        &txn,
        mail_config,
        portal,
        &owner,
        "was turned off",
        audit.at,
    )
    .await?;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::SecondFactorOff {})
        .await?;
    txn.commit().await?;
    Ok(Some(renewed))
}

/// Removes the second factor of a user who has lost it, and ends their sessions.
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
    let Some(owner) = remove(&txn, user).await? else {
        return Ok(());
    };
    sessions::end_all(&txn, user).await?;
    let what = "was reset by an administrator";
    tell(&txn, mail_config, portal, &owner, what, audit.at).await?;
    let name = owner.full_name();
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::SecondFactorReset { user: name })
        .await?;
    txn.commit().await
}

/// Removes it with its recovery codes; returns the locked owner, if there was one.
async fn remove(txn: &Txn, user: UserId) -> Result<Option<user::Model>, Error> {
    let owner = user::Entity::find_by_id(user).lock_exclusive().one(txn);
    let owner = owner.await?.ok_or(Error::NotFound)?;
    if find(txn, user).await?.is_none() {
        return Ok(None);
    }
    second_factor::Entity::delete_by_id(user).exec(txn).await?;
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    Ok(Some(owner))
}
