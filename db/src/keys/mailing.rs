//! **Send by e-mail**: a key goes to those who shall join by it.
use super::{find_live, limits, lock, log};
use crate::{AuditContext, Db, Error, entities::group, mails, settings, sign_ups::MailConfig};
use domain::{
    ids::{GroupId, KeyId},
    keys::{KeyMail, KeyMailDraft, PlaceholderValues, count_people},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The mail about this key, made of the portal's instructions.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired; [`Error::Secret`]
/// where it cannot be read.
pub async fn draft(
    db: &Db,
    post: MailConfig<'_>,
    group: GroupId,
    key: KeyId,
    now: Timestamp,
) -> Result<KeyMailDraft, Error> {
    let found = group::Entity::find_by_id(group.0)
        .filter(group::Column::DeletedAt.is_null())
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let row = find_live(group, key).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let text = db.secrets().decrypt(&row.cipher)?;
    let token = db.secrets().link_token(row.id, &row.lookup);
    let instructions = settings::key_instructions(db).await?;
    let (subject, letter) = instructions.fill(PlaceholderValues {
        group: &found.name,
        key: text.as_str(),
        link: &format!("{}/join/{token}", post.base_url),
        portal: &settings::portal_name(db).await?,
    });
    Ok(KeyMailDraft {
        state: limits(&row).state(row.paused, row.used, now),
        subject,
        text: letter,
        sends: post.sends,
    })
}

/// Puts a mail for each recipient into the outbox. Whatever the key's state: it may be sent
/// before it opens.
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
    let people = count_people(mail.recipients.count());
    log(
        &txn,
        audit,
        "key.send",
        group,
        &format!("sent the key to {people}"),
    )
    .await?;
    Ok(txn.commit().await?)
}
