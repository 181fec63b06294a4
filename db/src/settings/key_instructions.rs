//! The text of e-mails that send a group key.
use super::{clear, log, put, value};
use crate::{By, Db, Error};
use domain::keys::{Instructions, Letter, Subject};
use sea_orm::ConnectionTrait;

const SUBJECT: &str = "key_mail_subject";
const TEXT: &str = "key_mail_text";

/// Returns the portal's own text of key e-mails, or the built-in one.
///
/// # Errors
/// The database failed.
pub async fn key_instructions(db: &Db) -> Result<Instructions, Error> {
    on(db.read()).await
}

/// Saves the text; the built-in one is not stored.
///
/// # Errors
/// The database failed.
pub async fn update_key_instructions(
    db: &Db,
    by: &By,
    instructions: &Instructions,
) -> Result<(), Error> {
    let txn = db.write().await?;
    if on(&txn).await? == *instructions {
        return Ok(());
    }
    let did = if *instructions == Instructions::built_in() {
        clear(&txn, SUBJECT, None).await?;
        clear(&txn, TEXT, None).await?;
        "restored the default text of group key e-mails"
    } else {
        put(&txn, SUBJECT, instructions.subject.as_str()).await?;
        put(&txn, TEXT, instructions.text.as_str()).await?;
        "changed the text of group key e-mails"
    };
    log(&txn, by, did.to_owned()).await?;
    Ok(txn.commit().await?)
}

async fn on(conn: &impl ConnectionTrait) -> Result<Instructions, Error> {
    let (subject, text) = (value(conn, SUBJECT).await?, value(conn, TEXT).await?);
    let (Some(subject), Some(text)) = (subject, text) else {
        return Ok(Instructions::built_in());
    };
    let corrupt = |_| Error::Corrupt("settings.key_mail");
    Ok(Instructions {
        subject: Subject::parse(&subject).map_err(corrupt)?,
        text: Letter::parse(&text).map_err(corrupt)?,
    })
}
