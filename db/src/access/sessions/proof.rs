//! Proof that the user of a session is the one who opened it: their password, a code or a passkey, used lately.
use super::renewing::{RenewedSession, renew_token};
use crate::{
    Db, Error, Txn,
    access::{
        passwords,
        second_factor::{
            codes::redeem,
            passkeys::{self, RelyingParty},
        },
    },
    base::{
        entities::{session, user},
        secrets::token_hash,
    },
};
use domain::{events::ChangeEvent, ids::UserId, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

/// So long a proof counts, in seconds.
const FRESH_SECONDS: i64 = 10 * 60;

/// Whether the session's user proved lately who they are. Signing in is a proof.
///
/// # Errors
/// The database failed.
pub async fn is_proven(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    let row = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .one(db.read())
        .await?;
    Ok(row.is_some_and(|row| row.proven_at.plus_seconds(FRESH_SECONDS) > now))
}

/// Notes a proof if `typed` is the user's password or a code, and gives the session another token;
/// `None` if it is neither. Open pages with the token of before learn of it. The caller asks the throttle
/// first.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Overloaded`].
pub async fn prove(
    db: &Db,
    user: UserId,
    typed: &str,
    token: &str,
    now: Timestamp,
) -> Result<Option<RenewedSession>, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let hash = row.ok_or(Error::NotFound)?.password_hash;
    let is_password = passwords::verify(typed, hash).await?;
    let txn = db.write().await?;
    if !is_password
        && redeem(&txn, db.secrets(), user, typed, now)
            .await?
            .is_none()
    {
        return Ok(None);
    }
    note(txn, user, token, now).await.map(Some)
}

/// As [`prove`], if a passkey of the user signed the challenge that this session has begun; `None` if not.
///
/// # Errors
/// [`Error::NotFound`], [`Error::PasskeyCopied`].
pub async fn prove_with_passkey(
    db: &Db,
    party: &RelyingParty,
    user: UserId,
    signed: &str,
    token: &str,
    now: Timestamp,
) -> Result<Option<RenewedSession>, Error> {
    let Some(result) = passkeys::check(db, party, (user, token), signed, now).await? else {
        return Ok(None);
    };
    let txn = db.write().await?;
    let row = user::Entity::find_by_id(user).lock_exclusive().one(&txn);
    row.await?.ok_or(Error::NotFound)?;
    if !passkeys::accept(&txn, user, &result, now).await? {
        return Ok(None);
    }
    note(txn, user, token, now).await.map(Some)
}

async fn note(
    txn: Txn,
    user: UserId,
    token: &str,
    now: Timestamp,
) -> Result<RenewedSession, Error> {
    session::Entity::update_many()
        .col_expr(session::Column::ProvenAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(&txn)
        .await?;
    let renewed = renew_token(&txn, token).await?;
    txn.publish(ChangeEvent::User(user));
    txn.commit().await?;
    Ok(renewed)
}
