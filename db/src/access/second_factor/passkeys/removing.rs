//! Removing a passkey: its owner no longer has it, or no longer needs it.
use crate::{
    AuditContext, Db, Error,
    access::second_factor::resetting::{lock_owner, note_removal},
    base::entities::passkey,
    delivery::mail_config::MailConfig,
};
use domain::{
    activity::Activity,
    ids::{PasskeyId, UserId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Removes a passkey of the user; with the last second factor, the recovery codes go. The caller has made
/// sure that the user has proven lately who they are.
///
/// # Errors
/// [`Error::NotFound`], also for another user's.
pub async fn remove(
    db: &Db,
    audit: &AuditContext,
    mail: (MailConfig<'_>, &str),
    user: UserId,
    id: PasskeyId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let owner = lock_owner(&txn, user).await?;
    let row = passkey::Entity::find_by_id(id)
        .filter(passkey::Column::UserId.eq(user))
        .one(&txn)
        .await?;
    let passkey = row.ok_or(Error::NotFound)?.name;
    passkey::Entity::delete_by_id(id).exec(&txn).await?;
    let removed = Activity::PasskeyRemoved { passkey };
    let what = "no longer has one of its passkeys";
    note_removal(&txn, audit, mail, &owner, (what, removed)).await?;
    txn.commit().await
}
