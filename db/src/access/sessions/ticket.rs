//! The second step of signing in: a sealed ticket, kept in a cookie, says that the password was right.
use super::opening::begin;
use crate::{
    Db, Error, Txn,
    access::second_factor::{
        codes::redeem,
        passkeys::{self, RelyingParty},
    },
    base::{
        entities::user,
        secrets::{Secrets, token_hash},
    },
};
use domain::{activity::SignInFactor, ids::UserId, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

/// In seconds.
const TICKET_SECONDS: i64 = 10 * 60;
const PURPOSE: &str = "sign-in ticket";

/// Whose password was right, and until when that counts.
#[derive(Serialize, Deserialize)]
pub(super) struct Ticket {
    user: UserId,
    until: Timestamp,
    /// Of the password's hash: another password ends the ticket.
    mark: String,
}

impl Ticket {
    /// Seals a ticket for the browser that knew the password.
    pub(super) fn issue(
        secrets: &Secrets,
        user: &user::Model,
        now: Timestamp,
    ) -> Result<String, Error> {
        let ticket = Self {
            user: user.id,
            until: now.plus_seconds(TICKET_SECONDS),
            mark: mark(user.password_hash.as_deref()),
        };
        let text = serde_json::to_string(&ticket).map_err(|_| Error::Secret)?;
        secrets.seal_factor(&text, PURPOSE)
    }

    fn open(secrets: &Secrets, sealed: &str, now: Timestamp) -> Option<Self> {
        let text = secrets.open_factor(sealed, PURPOSE).ok()?;
        let ticket: Self = serde_json::from_str(&text).ok()?;
        (ticket.until > now).then_some(ticket)
    }

    /// Locks the owner, if the password is still the one that was typed.
    async fn lock_owner(&self, txn: &Txn) -> Result<user::Model, Error> {
        let row = user::Entity::find_by_id(self.user)
            .filter(user::Column::Active.eq(true))
            .lock_exclusive()
            .one(txn)
            .await?;
        let row = row.filter(|row| mark(row.password_hash.as_deref()) == self.mark);
        row.ok_or(Error::LinkExpired)
    }
}

fn mark(hash: Option<&str>) -> String {
    token_hash(hash.unwrap_or_default())
}

/// Returns whose ticket it is, if it still counts.
pub fn ticket_owner(db: &Db, ticket: &str, now: Timestamp) -> Option<UserId> {
    Ticket::open(db.secrets(), ticket, now).map(|ticket| ticket.user)
}

/// Opens a session for the ticket's owner if the code is right; `None` if it is wrong. The caller asks
/// the throttle first.
///
/// # Errors
/// [`Error::LinkExpired`] if the ticket no longer counts.
pub async fn sign_in_with_code(
    db: &Db,
    ticket: &str,
    code: &str,
    (address, user_agent): (&str, &str),
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let ticket = Ticket::open(db.secrets(), ticket, now).ok_or(Error::LinkExpired)?;
    let txn = db.write().await?;
    let row = ticket.lock_owner(&txn).await?;
    let Some(factor) = redeem(&txn, db.secrets(), row.id, code, now).await? else {
        return Ok(None);
    };
    let token = begin(&txn, &row, address, user_agent, factor, now).await?;
    txn.commit_quietly().await?;
    Ok(Some(token))
}

/// Opens a session for the ticket's owner if a passkey of theirs signed the challenge that was made for this
/// ticket; `None` if not. The caller asks the throttle first.
///
/// # Errors
/// [`Error::LinkExpired`] if the ticket no longer counts; [`Error::PasskeyCopied`].
pub async fn sign_in_with_passkey(
    db: &Db,
    party: &RelyingParty,
    sealed: &str,
    signed: &str,
    (address, user_agent): (&str, &str),
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let ticket = Ticket::open(db.secrets(), sealed, now).ok_or(Error::LinkExpired)?;
    let bound = (ticket.user, sealed);
    let Some(result) = passkeys::check(db, party, bound, signed, now).await? else {
        return Ok(None);
    };
    let txn = db.write().await?;
    let row = ticket.lock_owner(&txn).await?;
    if !passkeys::accept(&txn, row.id, &result, now).await? {
        return Ok(None);
    }
    let factor = SignInFactor::Passkey;
    let token = begin(&txn, &row, address, user_agent, factor, now).await?;
    txn.commit_quietly().await?;
    Ok(Some(token))
}
