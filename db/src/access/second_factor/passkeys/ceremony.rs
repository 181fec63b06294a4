//! What a browser has begun: a challenge, which counts once, for a while, and in that browser only.
use super::relying_party::CEREMONY_SECONDS;
use crate::{
    Db, Error,
    base::{entities::passkey_ceremony, secrets::token_hash},
};
use domain::{ids::UserId, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};

/// What a challenge is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Add,
    Sign,
}

impl Use {
    /// `token` is of the session or the ticket, which one browser has.
    fn binding(self, token: &str) -> String {
        let of = match self {
            Self::Add => "add",
            Self::Sign => "sign",
        };
        token_hash(&format!("passkey {of} {token}"))
    }
}

/// Keeps a challenge; the one that the browser had begun before for the same use is forgotten.
pub(super) async fn keep(
    db: &Db,
    (of, token): (Use, &str),
    user: UserId,
    state: &impl Serialize,
    now: Timestamp,
) -> Result<(), Error> {
    let state = serde_json::to_string(state).map_err(|_| Error::InvalidData("passkeys"))?;
    let row = passkey_ceremony::ActiveModel {
        binding: Set(of.binding(token)),
        user_id: Set(user),
        state: Set(state),
        expires_at: Set(now.plus_seconds(CEREMONY_SECONDS.into())),
    };
    let newest = OnConflict::column(passkey_ceremony::Column::Binding)
        .update_columns([
            passkey_ceremony::Column::UserId,
            passkey_ceremony::Column::State,
            passkey_ceremony::Column::ExpiresAt,
        ])
        .to_owned();
    let txn = db.write().await?;
    passkey_ceremony::Entity::insert(row)
        .on_conflict(newest)
        .exec_without_returning(&txn)
        .await?;
    txn.commit_quietly().await
}

/// Uses up the challenge that this browser has begun; `None` if it has none, or took too long. Of several
/// calls at the same time one gets it, whatever it then signs.
pub(super) async fn take<T: DeserializeOwned>(
    db: &Db,
    (of, token): (Use, &str),
    user: UserId,
    now: Timestamp,
) -> Result<Option<T>, Error> {
    let txn = db.write().await?;
    let found = passkey_ceremony::Entity::find_by_id(of.binding(token))
        .filter(passkey_ceremony::Column::UserId.eq(user))
        .filter(passkey_ceremony::Column::ExpiresAt.gt(now))
        .one(&txn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    let taken = passkey_ceremony::Entity::delete_many()
        .filter(passkey_ceremony::Column::Binding.eq(&found.binding))
        .filter(passkey_ceremony::Column::State.eq(&found.state))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    if taken.rows_affected != 1 {
        return Ok(None);
    }
    let state = serde_json::from_str(&found.state);
    state
        .map(Some)
        .map_err(|_| Error::InvalidData("passkey_ceremonies.state"))
}

/// Deletes challenges that no longer count; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = passkey_ceremony::Entity::delete_many()
        .filter(passkey_ceremony::Column::ExpiresAt.lte(now))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}
