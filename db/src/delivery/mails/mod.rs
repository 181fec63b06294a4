//! The outbox: a mail is written in the transaction of the change it reports, and sent later.
mod mailbox;

pub use mailbox::{list, sweep};

use crate::{
    Db, Error, Txn,
    base::{
        activity::ROWS_AT_ONCE,
        entities::mail::{self, Column},
    },
};
use domain::{
    events::{ChangeEvent, ListKind},
    ids::{KeyId, MailId, UserId},
    keys::KeyMail,
    mails::{MAX_TRIES, MailState, SENDABLE_DAYS, pause},
    time::Timestamp,
    users::Email,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

const MAILBOX: ChangeEvent = ChangeEvent::List(ListKind::Mails);

/// Seconds for which a claimed mail is reserved for the process that sends it.
const LEASE: i64 = 120;

/// Adds a mail to the outbox. It is sent once the transaction is committed and a mail server is
/// set up.
///
/// # Errors
/// The database failed.
pub async fn enqueue(
    txn: &Txn,
    to: &str,
    subject: &str,
    text: &str,
    at: Timestamp,
) -> Result<(), Error> {
    insert(txn, to, subject, text, false, at).await
}

/// Milliseconds between two mails to many recipients.
const BETWEEN: i64 = 100;

/// A mail about a group key for one recipient.
pub(crate) struct KeyMailTo<'a> {
    pub to: &'a Email,
    /// The sender, if the address is no user's.
    pub stranger_of: Option<UserId>,
}

/// Adds the same mail about a group key for many recipients; the key is filled in when they are sent:
/// ten a second, so that a link someone is waiting for does not queue behind all of them.
pub(crate) async fn enqueue_key_mails(
    txn: &Txn,
    recipients: &[KeyMailTo<'_>],
    key: KeyId,
    mail: &KeyMail,
    at: Timestamp,
) -> Result<(), Error> {
    let (subject, text) = (mail.subject.as_str(), mail.text.as_str());
    let moments = (0..).map(|place| Timestamp(at.0 + place * BETWEEN));
    let rows = recipients.iter().zip(moments);
    let rows = rows.map(|(one, next)| mail::ActiveModel {
        next_at: Set(next),
        key_id: Set(Some(key)),
        stranger_of: Set(one.stranger_of),
        ..waiting(one.to.as_str(), subject, text, false, at)
    });
    mail::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    txn.publish(MAILBOX);
    Ok(())
}

/// As [`enqueue`], for a text that contains a one-time link: the mailbox does not show it, and
/// it is deleted once it was sent.
pub(crate) async fn enqueue_confidential(
    txn: &Txn,
    to: &str,
    subject: &str,
    text: &str,
    at: Timestamp,
) -> Result<(), Error> {
    insert(txn, to, subject, text, true, at).await
}

/// A mail of its own for each recipient.
pub(crate) struct Personal {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// As [`enqueue_confidential`], for many recipients, ten a second as [`enqueue_key_mails`].
pub(crate) async fn enqueue_all_confidential(
    txn: &Txn,
    mails: &[Personal],
    at: Timestamp,
) -> Result<(), Error> {
    let moments = (0..).map(|place| Timestamp(at.0 + place * BETWEEN));
    let rows = mails
        .iter()
        .zip(moments)
        .map(|(one, next)| mail::ActiveModel {
            next_at: Set(next),
            ..waiting(&one.to, &one.subject, &one.text, true, at)
        });
    let rows: Vec<_> = rows.collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        mail::Entity::insert_many(some.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    txn.publish(MAILBOX);
    Ok(())
}

async fn insert(
    txn: &Txn,
    to: &str,
    subject: &str,
    text: &str,
    secret: bool,
    at: Timestamp,
) -> Result<(), Error> {
    mail::Entity::insert(waiting(to, subject, text, secret, at))
        .exec_without_returning(txn)
        .await?;
    txn.publish(MAILBOX);
    Ok(())
}

fn waiting(to: &str, subject: &str, text: &str, secret: bool, at: Timestamp) -> mail::ActiveModel {
    mail::ActiveModel {
        recipient: Set(to.to_owned()),
        subject: Set(subject.to_owned()),
        text: Set(text.to_owned()),
        secret: Set(secret),
        state: Set(MailState::Waiting),
        tries: Set(0),
        next_at: Set(at),
        created_at: Set(at),
        sent_at: Set(None),
        key_id: Set(None),
        stranger_of: Set(None),
        ..Default::default()
    }
}

/// A mail to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueMail {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    /// As it is written; with a key, before that is filled in.
    pub text: String,
    pub key: Option<KeyId>,
    attempts: i64,
}

/// Claims the mail that has been due longest: for two minutes no one else can. The condition and
/// the lease are one statement, so only one of several processes gets it.
///
/// # Errors
/// The database failed.
pub async fn claim_due(db: &Db, now: Timestamp) -> Result<Option<DueMail>, Error> {
    loop {
        let due = mail::Entity::find()
            .filter(Column::State.eq(MailState::Waiting))
            .filter(Column::NextAt.lte(now))
            .filter(Column::CreatedAt.gt(now.plus_days(-SENDABLE_DAYS)))
            .order_by_asc(Column::NextAt)
            .order_by_asc(Column::Id)
            .limit(1)
            .one(db.read())
            .await?;
        let Some(mail) = due else { return Ok(None) };
        let txn = db.write().await?;
        let leased = mail::Entity::update_many()
            .col_expr(Column::NextAt, Expr::value(now.plus_seconds(LEASE)))
            .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
            .filter(Column::Id.eq(mail.id))
            .filter(Column::State.eq(MailState::Waiting))
            .filter(Column::NextAt.eq(mail.next_at))
            .exec(&txn)
            .await?;
        txn.commit_quietly().await?;
        if leased.rows_affected == 1 {
            return Ok(Some(DueMail {
                id: mail.id,
                recipient: mail.recipient,
                subject: mail.subject,
                text: mail.text,
                key: mail.key_id,
                attempts: mail.tries,
            }));
        }
    }
}

/// Marks the mail as sent, and deletes its text if it contains a one-time link.
///
/// # Errors
/// The database failed.
pub async fn mark_sent(db: &Db, mail: &DueMail, now: Timestamp) -> Result<(), Error> {
    let txn = db.write().await?;
    mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(MailState::Sent))
        .col_expr(Column::SentAt, Expr::value(now))
        .filter(Column::Id.eq(mail.id))
        .exec(&txn)
        .await?;
    mail::Entity::update_many()
        .col_expr(Column::Text, Expr::value(""))
        .filter(Column::Id.eq(mail.id))
        .filter(Column::Secret.eq(true))
        .exec(&txn)
        .await?;
    txn.publish(MAILBOX);
    txn.commit().await
}

/// Schedules another attempt after a failure, or gives up after too many, or if it can never
/// succeed (`permanently`).
///
/// # Errors
/// The database failed.
pub async fn mark_failed(
    db: &Db,
    mail: &DueMail,
    permanently: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let given_up = permanently || mail.attempts + 1 >= MAX_TRIES;
    let state = if given_up {
        MailState::Failed
    } else {
        MailState::Waiting
    };
    let next = now.plus_seconds(pause(mail.attempts));
    let txn = db.write().await?;
    mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::NextAt, Expr::value(next))
        .filter(Column::Id.eq(mail.id))
        .exec(&txn)
        .await?;
    txn.publish(MAILBOX);
    txn.commit().await
}
