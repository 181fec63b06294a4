//! **Send by e-mail**: a key is mailed to people who are to join with it.
use super::{find_live, lock};
use crate::{
    AuditContext, Db, Error,
    base::activity::ActivitySubject,
    delivery::{mail_config::MailConfig, mails},
    groups, settings,
};
use domain::{
    activity::Activity,
    ids::{GroupId, KeyId},
    keys::{KeyMail, KeyMailDraft, PlaceholderValues},
    time::Timestamp,
};

/// Returns the draft of a mail about this key, made from the portal's template.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired; [`Error::Secret`]
/// where the key cannot be decrypted.
pub async fn draft(
    db: &Db,
    mail_config: MailConfig<'_>,
    group: GroupId,
    key: KeyId,
    now: Timestamp,
) -> Result<KeyMailDraft, Error> {
    let found = groups::find(db.read(), group).await?;
    let row = find_live(group, key).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let text = db.secrets().decrypt(&row.cipher)?;
    let token = db.secrets().link_token(row.id, &row.lookup);
    let template = settings::key_instructions(db).await?;
    let (subject, text) = template.fill(PlaceholderValues {
        group: &found.name,
        key: text.as_str(),
        link: &format!("{}/join/{token}", mail_config.base_url),
        portal: &settings::portal_name(db).await?,
    });
    Ok(KeyMailDraft {
        state: row.state(now),
        subject,
        text,
        sends: mail_config.sends,
    })
}

/// Adds a mail for each recipient to the outbox, in any state of the key: it can be sent before
/// it opens.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired.
pub async fn send(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
    mail: &KeyMail,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock(&txn, group, key).await?;
    let to = mail.recipients.as_slice();
    mails::enqueue_all(
        &txn,
        to,
        mail.subject.as_str(),
        mail.text.as_str(),
        audit.at,
    )
    .await?;
    let people = mail.recipients.count();
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeySent { people })
        .await?;
    txn.commit().await
}
