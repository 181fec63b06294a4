//! What would do harm if it came back with a backup.
use crate::{
    Db, Error,
    base::entities::{flash, mail, one_time_link, passkey_ceremony, session},
};
use domain::mails::MailState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// What was cleared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    pub sessions: u64,
    pub links: u64,
    /// E-mails that were waiting, and are not sent.
    pub mails: u64,
}

/// Ends every session, deletes every one-time link, and gives up the e-mails that were waiting: sessions
/// that ended after the backup and links that were used would work again, and e-mails would be sent twice.
/// Called before the portal runs on the database.
///
/// # Errors
/// The database failed; nothing was changed.
pub async fn clear_restored(db: &Db) -> Result<Cleared, Error> {
    let txn = db.write().await?;
    let sessions = session::Entity::delete_many().exec(&txn).await?;
    let links = one_time_link::Entity::delete_many().exec(&txn).await?;
    passkey_ceremony::Entity::delete_many().exec(&txn).await?;
    flash::Entity::delete_many().exec(&txn).await?;
    let waiting = || mail::Column::State.eq(MailState::Waiting);
    // Their links were deleted, so the texts are of no use to anyone.
    mail::Entity::update_many()
        .col_expr(mail::Column::Text, Expr::value(""))
        .filter(waiting())
        .filter(mail::Column::Secret.eq(true))
        .exec(&txn)
        .await?;
    let mails = mail::Entity::update_many()
        .col_expr(mail::Column::State, Expr::value(MailState::Failed))
        .filter(waiting())
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(Cleared {
        sessions: sessions.rows_affected,
        links: links.rows_affected,
        mails: mails.rows_affected,
    })
}
