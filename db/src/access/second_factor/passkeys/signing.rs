//! Using a passkey: it signs a challenge, in the browser that asked for it.
use super::{
    ceremony::{self, Use},
    relying_party::RelyingParty,
    rows::{credential_id, key_of, of_user, stored},
};
use crate::{Db, Error, Txn, base::entities::passkey};
use domain::{ids::UserId, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use webauthn_rs::prelude::{AuthenticationResult, PasskeyAuthentication, WebauthnError};

/// Returns what the browser needs to sign, as JSON (`PublicKeyCredentialRequestOptionsJSON`). `token` is of the
/// session or the ticket that the signature will be used with.
///
/// # Errors
/// [`Error::NotFound`] if the account has no passkey.
pub async fn begin_signing(
    db: &Db,
    party: &RelyingParty,
    user: UserId,
    token: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let rows = of_user(db.read(), user).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let keys = rows.iter().map(key_of).collect::<Result<Vec<_>, _>>()?;
    let begun = party.0.start_passkey_authentication(&keys);
    let (options, state) = begun.map_err(|_| Error::InvalidData("passkeys"))?;
    ceremony::keep(db, (Use::Sign, token), user, &state, now).await?;
    serde_json::to_string(&options.public_key).map_err(|_| Error::InvalidData("passkeys"))
}

/// Uses up the challenge; `None` unless `signed`, the JSON of a browser (`AuthenticationResponseJSON`), is
/// signed for it by a passkey of the account. What it returns counts when [`accept`] accepts it.
pub(crate) async fn check(
    db: &Db,
    party: &RelyingParty,
    (user, token): (UserId, &str),
    signed: &str,
    now: Timestamp,
) -> Result<Option<AuthenticationResult>, Error> {
    let begun = ceremony::take(db, (Use::Sign, token), user, now).await?;
    let Some::<PasskeyAuthentication>(begun) = begun else {
        return Ok(None);
    };
    let Ok(signed) = serde_json::from_str(signed) else {
        return Ok(None);
    };
    match party.0.finish_passkey_authentication(&signed, &begun) {
        Ok(result) => Ok(Some(result)),
        Err(WebauthnError::CredentialPossibleCompromise) => Err(Error::PasskeyCopied),
        Err(_) => Ok(None),
    }
}

/// Notes the use, and the new counter; whether the account, which is locked, still has the passkey.
pub(crate) async fn accept(
    txn: &Txn,
    user: UserId,
    result: &AuthenticationResult,
    now: Timestamp,
) -> Result<bool, Error> {
    let row = passkey::Entity::find()
        .filter(passkey::Column::UserId.eq(user))
        .filter(passkey::Column::CredentialId.eq(credential_id(result.cred_id())))
        .one(txn)
        .await?;
    let Some(row) = row else { return Ok(false) };
    // The challenge knew the counter of its beginning; another use may have been faster.
    let counter = i64::from(result.counter());
    if (counter, row.counter) != (0, 0) && counter <= row.counter {
        return Err(Error::PasskeyCopied);
    }
    let mut key = key_of(&row)?;
    key.update_credential(result);
    passkey::Entity::update_many()
        .col_expr(passkey::Column::Credential, Expr::value(stored(&key)?))
        .col_expr(passkey::Column::Counter, Expr::value(counter))
        .col_expr(passkey::Column::LastUsedAt, Expr::value(Some(now)))
        .filter(passkey::Column::Id.eq(row.id))
        .exec(txn)
        .await?;
    Ok(true)
}
