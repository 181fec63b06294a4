//! What is written to people who are sent a group key.
use super::{clear, log, put, value};
use crate::{AuditContext, Db, Error};
use domain::keys::{KeyMailTemplate, MailBody, MailSubject};
use sea_orm::ConnectionTrait;

const SUBJECT: &str = "key_mail_subject";
const TEXT: &str = "key_mail_text";

/// **Instructions for group keys**: the portal's own, or those that are built in.
///
/// # Errors
/// The database failed.
pub async fn key_instructions(db: &Db) -> Result<KeyMailTemplate, Error> {
    on(db.read()).await
}

/// Saves the instructions; the built-in ones are kept nowhere.
///
/// # Errors
/// The database failed.
pub async fn update_key_instructions(
    db: &Db,
    audit: &AuditContext,
    instructions: &KeyMailTemplate,
) -> Result<(), Error> {
    let txn = db.write().await?;
    if on(&txn).await? == *instructions {
        return Ok(());
    }
    let did = if *instructions == KeyMailTemplate::built_in() {
        clear(&txn, SUBJECT, None).await?;
        clear(&txn, TEXT, None).await?;
        "brought back the built-in instructions for group keys"
    } else {
        put(&txn, SUBJECT, instructions.subject.as_str()).await?;
        put(&txn, TEXT, instructions.text.as_str()).await?;
        "changed the instructions for group keys"
    };
    log(&txn, audit, did.to_owned()).await?;
    Ok(txn.commit().await?)
}

async fn on(conn: &impl ConnectionTrait) -> Result<KeyMailTemplate, Error> {
    let (subject, text) = (value(conn, SUBJECT).await?, value(conn, TEXT).await?);
    let (Some(subject), Some(text)) = (subject, text) else {
        return Ok(KeyMailTemplate::built_in());
    };
    let corrupt = |_| Error::InvalidData("settings.key_mail");
    Ok(KeyMailTemplate {
        subject: MailSubject::parse(&subject).map_err(corrupt)?,
        text: MailBody::parse(&text).map_err(corrupt)?,
    })
}
