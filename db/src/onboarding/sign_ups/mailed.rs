//! The first step of signing up where e-mails are sent (docs/decisions/0051): the address alone, to which
//! a link is mailed.
use crate::{
    Db, Error, Txn,
    access::user_types,
    base::{
        entities::sign_up::{self, Column},
        search_text::case_fold,
        secrets::{self, token_hash},
    },
    delivery::{mail_config::MailConfig, mails},
    groups::joining::{self, OpenKey},
    settings, users,
};
use domain::{settings::SignUpMode, throttle::Source, time::Timestamp, users::Email};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

/// Seconds for which the link works.
const TTL_SECONDS: i64 = 24 * 3600;

/// The longest path that is kept, in bytes; a longer one is no page's.
const LONGEST_NEXT: usize = 2_000;

/// What a guest entered to get the link.
pub struct MailedSignUp<'a> {
    pub email: &'a Email,
    pub key: Option<OpenKey>,
    /// The token of the join link that led here.
    pub link: Option<&'a str>,
    /// The page to open afterwards: a local path.
    pub next: &'a str,
    pub source: Source,
}

/// Mails a link to the address, or to its owner that they have an account. Whether it has one decides
/// only what the e-mail says: the same rows are written. The caller asks the throttle first.
///
/// # Errors
/// [`Error::SignUpClosed`]; [`Error::KeyRejected`] if new users cannot join by a key.
pub async fn request(
    db: &Db,
    mail_config: MailConfig<'_>,
    asked: MailedSignUp<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if settings::sign_up(db).await? == SignUpMode::Off {
        return Err(Error::SignUpClosed);
    }
    let link = match asked.link {
        Some(token) => joining::open_link(db, db.read(), token, now).await?,
        None => None,
    };
    let link = link.map(|(key, _)| key);
    let txn = db.write().await?;
    if asked.key.is_some() && !joins_by_key(&txn).await? {
        return Err(Error::KeyRejected);
    }
    let is_known = users::is_name_in_use(&txn, asked.email.as_str()).await?;
    let token = secrets::token()?;
    keep(&txn, &asked, link, &token, now).await?;
    let portal = settings::portal_name_on(&txn).await?;
    let (templates, to) = (mail_config.templates(&portal), asked.email.as_str());
    let (link, notice) = (templates.sign_up(&token), templates.has_account());
    if is_known {
        mails::enqueue(&txn, to, &notice.subject, &notice.text, now).await?;
    } else {
        mails::enqueue_confidential(&txn, to, &link.subject, &link.text, now).await?;
    }
    txn.commit().await
}

/// Whether new accounts can join by a key.
pub(super) async fn joins_by_key(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    settings::joins_by_key(conn, user_types::default_user_type(conn).await?).await
}

/// Keeps the sign-up under its link. An earlier link to the same address ends.
async fn keep(
    txn: &Txn,
    asked: &MailedSignUp<'_>,
    link: Option<OpenKey>,
    token: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let is_invited = asked.key.is_some() || link.is_some();
    let row = sign_up::ActiveModel {
        hash: Set(token_hash(token)),
        email: Set(asked.email.as_str().to_owned()),
        email_folded: Set(case_fold(asked.email.as_str())),
        key_id: Set(asked.key.map(OpenKey::id)),
        link_key_id: Set(link.map(OpenKey::id)),
        next: Set(stored_next(asked).to_owned()),
        source: Set((!is_invited).then(|| asked.source.to_string())),
        expires_at: Set(now.plus_seconds(TTL_SECONDS)),
    };
    let replaced = [
        Column::Hash,
        Column::Email,
        Column::KeyId,
        Column::LinkKeyId,
        Column::Next,
        Column::Source,
        Column::ExpiresAt,
    ];
    let earlier = OnConflict::column(Column::EmailFolded)
        .update_columns(replaced)
        .to_owned();
    sign_up::Entity::insert(row)
        .on_conflict(earlier)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// A join link is a credential: its key is kept in its place.
fn stored_next<'a>(asked: &MailedSignUp<'a>) -> &'a str {
    if asked.link.is_some() || asked.next.len() > LONGEST_NEXT {
        "/"
    } else {
        asked.next
    }
}
