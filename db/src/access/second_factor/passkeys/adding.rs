//! Adding a passkey: a challenge, for which the browser makes one.
use super::{
    ceremony::{self, Use},
    relying_party::RelyingParty,
    rows::{credential_id, key_of, of_user, stored},
};
use crate::{
    AuditContext, Db, Error, Txn,
    access::{
        second_factor::{codes, state::is_on, telling::tell},
        sessions::{self, RenewedSession},
    },
    base::{
        activity::ActivitySubject,
        entities::{passkey, user},
    },
    delivery::mail_config::MailConfig,
};
use domain::{
    activity::Activity,
    ids::UserId,
    second_factor::{MAX_PASSKEYS, PasskeyName},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, Uuid};

/// Returns what the browser needs to make a passkey, as JSON (`PublicKeyCredentialCreationOptionsJSON`).
/// `session` is the token of the session that will add it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooManyPasskeys`].
pub async fn begin_adding(
    db: &Db,
    party: &RelyingParty,
    user: UserId,
    session: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let owner = user::Entity::find_by_id(user).one(db.read()).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    let rows = of_user(db.read(), user).await?;
    if rows.len() >= MAX_PASSKEYS {
        return Err(Error::TooManyPasskeys);
    }
    let known = rows.iter().map(key_of).collect::<Result<Vec<_>, _>>()?;
    let known = known.iter().map(|key| key.cred_id().clone()).collect();
    let mut handle = [0; 16];
    handle.copy_from_slice(&db.secrets().passkey_handle(user)[..16]);
    let handle = Uuid::from_bytes(handle);
    let name = owner.full_name();
    let (options, state) = party
        .0
        .start_passkey_registration(handle, &owner.login, &name, Some(known))
        .map_err(|_| Error::InvalidData("passkeys"))?;
    ceremony::keep(db, (Use::Add, session), user, &state, now).await?;
    serde_json::to_string(&options.public_key).map_err(|_| Error::InvalidData("passkeys"))
}

/// Adds the passkey that a browser made; `made` is its JSON (`RegistrationResponseJSON`). `None` if it was
/// not made for the challenge of this session, or is an account's already. The first second factor of an
/// account makes recovery codes, and ends other sessions than `session`, which were opened without it; that one
/// gets another token.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooManyPasskeys`].
pub async fn add(
    db: &Db,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    party: &RelyingParty,
    (user, session): (UserId, &str),
    (name, made): (&PasskeyName, &str),
) -> Result<Option<RenewedSession>, Error> {
    let begun = ceremony::take(db, (Use::Add, session), user, audit.at).await?;
    let Some(key) = begun.and_then(|begun| read(party, &begun, made)) else {
        return Ok(None);
    };
    let txn = db.write().await?;
    let owner = user::Entity::find_by_id(user).lock_exclusive().one(&txn);
    let owner = owner.await?.ok_or(Error::NotFound)?;
    let is_first = !is_on(&txn, user).await?;
    if !insert(&txn, user, name, &key, audit.at).await? {
        return Ok(None);
    }
    let what = if is_first {
        codes::replace(&txn, db.secrets(), user, audit.at).await?;
        sessions::end_all_but(&txn, user, Some(session)).await?;
        let on = Activity::SecondFactorOn {};
        ActivitySubject::user(user).log(&txn, audit, on).await?;
        "was turned on, with a passkey"
    } else {
        "has a new passkey"
    };
    tell(&txn, mail_config, portal, &owner, what, audit.at).await?;
    let added = Activity::PasskeyAdded {
        passkey: name.as_str().to_owned(),
    };
    ActivitySubject::user(user).log(&txn, audit, added).await?;
    let renewed = sessions::renew_token(&txn, session).await?;
    txn.commit().await?;
    Ok(Some(renewed))
}

fn read(party: &RelyingParty, begun: &PasskeyRegistration, made: &str) -> Option<Passkey> {
    let made = serde_json::from_str(made).ok()?;
    party.0.finish_passkey_registration(&made, begun).ok()
}

/// Whether no account had it.
async fn insert(
    txn: &Txn,
    user: UserId,
    name: &PasskeyName,
    key: &Passkey,
    now: Timestamp,
) -> Result<bool, Error> {
    if of_user(txn, user).await?.len() >= MAX_PASSKEYS {
        return Err(Error::TooManyPasskeys);
    }
    let credential_id = credential_id(key.cred_id());
    let known = passkey::Entity::find()
        .filter(passkey::Column::CredentialId.eq(&credential_id))
        .one(txn)
        .await?;
    if known.is_some() {
        return Ok(false);
    }
    let row = passkey::ActiveModel {
        user_id: Set(user),
        name: Set(name.as_str().to_owned()),
        credential_id: Set(credential_id),
        credential: Set(stored(key)?),
        counter: Set(0),
        added_at: Set(now),
        last_used_at: Set(None),
        ..Default::default()
    };
    passkey::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(true)
}
