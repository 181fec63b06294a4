//! The text of e-mails that send a group key.
use super::{clear, lock, put, value};
use crate::{AuditContext, Db, Error, Txn, base::activity::log_setting};
use domain::{
    activity::{KeyMailEdit, SettingsEdit},
    edits::FormVersion,
    keys::{KeyMailTemplate, MailBody, MailSubject},
};
use sea_orm::ConnectionTrait;

const SUBJECT: &str = "key_mail_subject";
const TEXT: &str = "key_mail_text";

/// Returns the portal's own text of key e-mails, or the built-in one.
///
/// # Errors
/// The database failed.
pub async fn key_instructions(db: &Db) -> Result<KeyMailTemplate, Error> {
    on(db.read()).await
}

/// Saves the text; the built-in one is not stored.
///
/// # Errors
/// [`Error::Edited`].
pub async fn update_key_instructions(
    db: &Db,
    audit: &AuditContext,
    version: &FormVersion,
    template: &KeyMailTemplate,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock(&txn).await?;
    on(&txn).await?.saved().check(version)?;
    write(txn, audit, template).await
}

/// Restores the built-in text, whatever the present one is.
///
/// # Errors
/// The database failed.
pub async fn reset_key_instructions(db: &Db, audit: &AuditContext) -> Result<(), Error> {
    let txn = db.write().await?;
    lock(&txn).await?;
    write(txn, audit, &KeyMailTemplate::built_in()).await
}

async fn write(txn: Txn, audit: &AuditContext, template: &KeyMailTemplate) -> Result<(), Error> {
    if on(&txn).await? == *template {
        return Ok(());
    }
    let edit = if *template == KeyMailTemplate::built_in() {
        clear(&txn, SUBJECT, None).await?;
        clear(&txn, TEXT, None).await?;
        KeyMailEdit::Restored
    } else {
        put(&txn, SUBJECT, template.subject.as_str()).await?;
        put(&txn, TEXT, template.text.as_str()).await?;
        KeyMailEdit::Changed
    };
    log_setting(&txn, audit, SettingsEdit::KeyMail(edit)).await?;
    txn.commit().await
}

async fn on(conn: &impl ConnectionTrait) -> Result<KeyMailTemplate, Error> {
    let (subject, text) = (value(conn, SUBJECT).await?, value(conn, TEXT).await?);
    let (Some(subject), Some(text)) = (subject, text) else {
        return Ok(KeyMailTemplate::built_in());
    };
    let corrupt = |_| Error::InvalidData("settings.key_mail");
    // Once, these were not refused.
    let readable = |text: &str| text.replace('\u{FFFD}', "");
    Ok(KeyMailTemplate {
        subject: MailSubject::parse(&readable(&subject)).map_err(corrupt)?,
        text: MailBody::parse(&readable(&text)).map_err(corrupt)?,
    })
}
