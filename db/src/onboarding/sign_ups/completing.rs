//! The second step of signing up where e-mails are sent (docs/decisions/0051): the account is made behind
//! the mailed link.
use super::{Account, SignUpOutcome, approval::release_sign_up, mailed::joins_by_key};
use crate::{
    AuditContext, Db, Error, Taken, Txn,
    base::{
        activity::ActivitySubject,
        entities::{
            group, group_key,
            sign_up::{self, Column},
        },
        secrets::token_hash,
    },
    groups::joining,
    settings, users,
};
use domain::{
    activity::Activity,
    ids::KeyId,
    settings::{PendingSignUp, SignUpKey, SignUpMode},
    time::Timestamp,
    users::{Email, Password, UserInfo},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Returns what the link leads to; `None` if it was used, has expired or never existed.
///
/// # Errors
/// The database failed.
pub async fn find_pending(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<PendingSignUp>, Error> {
    let Some(row) = find(db.read(), token, now).await? else {
        return Ok(None);
    };
    let open = joining::still_open(db.read(), row.key_id, now).await?;
    let key = match open {
        _ if row.key_id.is_none() => SignUpKey::None,
        Some((_, group)) if joins_by_key(db.read()).await? => SignUpKey::Joins(group.name),
        _ => SignUpKey::Ended,
    };
    Ok(Some(PendingSignUp {
        email: row.email,
        sign_up: settings::sign_up(db).await?,
        key,
    }))
}

async fn find(
    conn: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<sign_up::Model>, Error> {
    Ok(sign_up::Entity::find_by_id(token_hash(token))
        .filter(Column::ExpiresAt.gt(now))
        .one(conn)
        .await?)
}

/// What the holder of the link entered.
pub struct NewAccount<'a> {
    pub token: &'a str,
    /// The address and the user type in it are ignored: the link proves the one, and the account gets
    /// the default type.
    pub info: &'a UserInfo,
    pub password: Password,
    /// Whether the page said that the account joins the group of its key.
    pub with_key: bool,
}

/// The account behind the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletedSignUp {
    pub outcome: SignUpOutcome,
    /// The page to open next: the join link that led to the sign-up, if it still works.
    pub next: String,
}

/// Uses up the link: creates the account and joins the group of its key in one transaction.
///
/// # Errors
/// [`Error::LinkExpired`]; [`Error::SignUpClosed`]; [`Error::Taken`] for the login;
/// [`Error::AccountExists`] if the address was given an account in the meantime;
/// [`Error::KeyRejected`] if the key ended; [`Error::PasswordRejected`]. After all of these but the first
/// the link still works.
pub async fn complete(
    db: &Db,
    audit: &AuditContext,
    account: NewAccount<'_>,
) -> Result<CompletedSignUp, Error> {
    // Looked at first, so that a wrong link cannot make the server hash passwords.
    let row = find(db.read(), account.token, audit.at).await?;
    let row = row.ok_or(Error::LinkExpired)?;
    if settings::sign_up(db).await? == SignUpMode::Off {
        return Err(Error::SignUpClosed);
    }
    let info = UserInfo {
        email: Email::parse(&row.email).map_err(|_| Error::InvalidData("sign_ups.email"))?,
        ..account.info.clone()
    };
    let hash = users::hash_new(db, &info, account.password).await?;
    let txn = db.write().await?;
    // Before the key is locked: in this order a request for the same address takes both.
    consume(&txn, &row, audit.at).await?;
    let wanted = row.key_id.filter(|_| account.with_key);
    let (key, by_key) = lock_key(&txn, wanted, audit.at).await?.unzip();
    let by_link = joining::still_open(&txn, row.link_key_id, audit.at).await?;
    let next = match &by_link {
        Some((key, _)) => format!("/join/{}", joining::link_of(db, &txn, *key).await?),
        None => row.next,
    };
    let account = Account {
        info: &info,
        hash,
        key,
        inviting: by_key.or(by_link.map(|(_, group)| group)),
        source: None,
    };
    let outcome = account.insert_proven(&txn, audit).await?;
    txn.commit().await?;
    release_sign_up(db, row.source).await?;
    Ok(CompletedSignUp { outcome, next })
}

/// Locks the key that the account is to join with, and returns it with its group.
async fn lock_key(
    txn: &Txn,
    wanted: Option<KeyId>,
    now: Timestamp,
) -> Result<Option<(group_key::Model, group::Model)>, Error> {
    match joining::still_open(txn, wanted, now).await? {
        Some((key, group)) => Ok(Some((joining::lock_open(txn, key).await?, group))),
        None if wanted.is_some() => Err(Error::KeyRejected),
        None => Ok(None),
    }
}

impl Account<'_> {
    /// Inserts the account of an address that was just proven.
    async fn insert_proven(self, txn: &Txn, audit: &AuditContext) -> Result<SignUpOutcome, Error> {
        let info = self.info;
        let (user, outcome) = match self.insert(txn, audit).await {
            Err(Error::Taken(Taken::Email | Taken::EmailIsLogin)) => {
                return Err(Error::AccountExists);
            }
            made => made?,
        };
        let audit = AuditContext {
            actor: Some(user),
            name: users::name(info),
            ..audit.clone()
        };
        ActivitySubject::user(user)
            .log(txn, &audit, Activity::EmailConfirmed {})
            .await?;
        Ok(outcome)
    }
}

/// Of several concurrent calls, only the one that deletes the row succeeds.
async fn consume(txn: &Txn, row: &sign_up::Model, now: Timestamp) -> Result<(), Error> {
    let taken = sign_up::Entity::delete_many()
        .filter(Column::Hash.eq(&row.hash))
        .filter(Column::ExpiresAt.gt(now))
        .exec(txn)
        .await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::LinkExpired)
    }
}
