//! **Send by e-mail**: a key is mailed to people who are to join with it.
//!
//! What waits in the outbox, and what the mailbox shows, has placeholders in place of the key and its link.
use super::{find_live, lock};
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::ActivitySubject,
        entities::{group_key, mail, user},
        search_text::case_fold,
        sent_forms,
    },
    delivery::{
        mail_config::MailConfig,
        mails::{self, DueMail, KeyMailTo},
    },
    groups, settings,
};
use domain::{
    activity::Activity,
    ids::{GroupId, KeyId, UserId},
    keys::{KeyMail, KeyMailDraft, PlaceholderValues, STRANGERS_PER_DAY, render},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::HashSet;

/// Returns the draft of a mail about this key, made from the portal's template. The key and its link are
/// placeholders in it.
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
    db.secrets().decrypt(&row.cipher)?;
    let template = settings::key_instructions(db).await?;
    let (subject, text) = template.draft(&found.name, &settings::portal_name(db).await?);
    Ok(KeyMailDraft {
        state: row.state(now),
        subject,
        text,
        sends: mail_config.sends,
    })
}

/// Fills the key of a due mail into its subject and text. Returns `None` if there is nothing to send any
/// longer, because the key was removed.
///
/// # Errors
/// [`Error::Secret`] where the key cannot be decrypted.
pub async fn fill(db: &Db, base_url: &str, mut due: DueMail) -> Result<Option<DueMail>, Error> {
    let Some(key) = due.key else {
        return Ok(Some(due));
    };
    let row = group_key::Entity::find_by_id(key)
        .filter(group_key::Column::RetiredAt.is_null())
        .one(db.read())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let group = match groups::find(db.read(), row.group_id).await {
        Ok(group) => group,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let text = db.secrets().decrypt(&row.cipher)?;
    let token = db.secrets().link_token(row.id, &row.lookup);
    let values = PlaceholderValues {
        group: &group.name,
        key: text.as_str(),
        link: &format!("{base_url}/join/{token}"),
        portal: &settings::portal_name(db).await?,
    };
    due.subject = render(values, &due.subject);
    due.text = render(values, &due.text);
    Ok(Some(due))
}

/// Adds a mail for each recipient to the outbox, in any state of the key: it can be sent before
/// it opens.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired; [`Error::TooManyStrangers`]
/// where the sender has written to too many addresses of no user within a day.
pub async fn send(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
    mail: &KeyMail,
) -> Result<(), Error> {
    let txn = db.write().await?;
    if sent_forms::earlier(&txn, audit).await?.is_some() {
        return Ok(());
    }
    lock(&txn, group, key).await?;
    let users = users_among(&txn, mail).await?;
    let is_stranger = |address: &str| !users.contains(&case_fold(address));
    let to = mail.recipients.as_slice();
    let recipients: Vec<_> = to
        .iter()
        .map(|to| KeyMailTo {
            to,
            stranger_of: audit.actor.filter(|_| is_stranger(to.as_str())),
        })
        .collect();
    let unknown = recipients.iter().filter(|one| one.stranger_of.is_some());
    let unknown = i64::try_from(unknown.count()).unwrap_or(i64::MAX);
    if let Some(sender) = audit.actor.filter(|_| unknown > 0) {
        let left = unknown_left(&txn, sender, audit.at).await?;
        if unknown > left {
            return Err(Error::TooManyStrangers { left });
        }
    }
    mails::enqueue_key_mails(&txn, &recipients, key, mail, audit.at).await?;
    let people = mail.recipients.count();
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeySent { people })
        .await?;
    sent_forms::remember(&txn, audit, key).await?;
    txn.commit().await
}

/// The recipients' addresses, folded, that are users'.
async fn users_among(
    conn: &impl ConnectionTrait,
    mail: &KeyMail,
) -> Result<HashSet<String>, Error> {
    let addresses = mail.recipients.as_slice().iter();
    let addresses = addresses.map(|address| case_fold(address.as_str()));
    let found: Vec<String> = user::Entity::find()
        .select_only()
        .column(user::Column::EmailFolded)
        .filter(user::Column::EmailFolded.is_in(addresses))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// How many addresses of no user the sender can write to today. Locks the sender, so that what they send
/// at the same time is counted.
async fn unknown_left(
    txn: &impl ConnectionTrait,
    sender: UserId,
    now: Timestamp,
) -> Result<i64, Error> {
    let row = user::Entity::find_by_id(sender).lock_exclusive();
    row.one(txn).await?;
    let written = mail::Entity::find()
        .filter(mail::Column::StrangerOf.eq(sender))
        .filter(mail::Column::CreatedAt.gt(now.plus_days(-1)))
        .count(txn)
        .await?;
    Ok((STRANGERS_PER_DAY - written.cast_signed()).max(0))
}
