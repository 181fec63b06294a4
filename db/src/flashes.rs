//! What a form that was posted without JavaScript is told on the page it comes back to. It
//! holds what was typed, a group key at times: so it is stored encrypted.
use crate::{Db, Error, entities::flash, secrets};
use domain::time::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How long what is to be shown once lives, in seconds.
pub const SHORT: i64 = 5 * 60;
/// How long what somebody reads before he confirms it lives, in seconds.
pub const LONG: i64 = 60 * 60;

/// Keeps `body` for so many `seconds`; answers the random token under which it is taken.
///
/// # Errors
/// The database failed.
pub async fn put(db: &Db, body: &str, seconds: i64, now: Timestamp) -> Result<String, Error> {
    let token = secrets::token()?;
    let txn = db.write().await?;
    let flash = flash::ActiveModel {
        id_hash: Set(secrets::token_hash(&token)),
        body: Set(db.secrets().seal_flash(body)?),
        expires_at: Set(now.plus_seconds(seconds).0),
    };
    flash::Entity::insert(flash)
        .exec_without_returning(&txn)
        .await?;
    txn.commit().await?;
    Ok(token)
}

/// What was kept, as long as it lives (a reload shows it again).
///
/// # Errors
/// The database failed.
pub async fn get(db: &Db, token: &str, now: Timestamp) -> Result<Option<String>, Error> {
    let flash = flash::Entity::find_by_id(secrets::token_hash(token))
        .filter(flash::Column::ExpiresAt.gt(now.0))
        .one(db.read())
        .await?;
    flash
        .map(|flash| db.secrets().open_flash(&flash.body))
        .transpose()
}

/// Deletes what has expired; answers how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = flash::Entity::delete_many()
        .filter(flash::Column::ExpiresAt.lte(now.0))
        .exec(&txn)
        .await?;
    txn.commit().await?;
    Ok(swept.rows_affected)
}
