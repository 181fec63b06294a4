//! Messages for the page shown after a form was posted without JavaScript. They contain what was
//! typed, sometimes a group key, so they are stored encrypted.
use crate::{
    Db, Error,
    base::{entities::flash, secrets},
};
use domain::time::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How long a message that is only shown is kept, in seconds.
pub const SHORT: i64 = 5 * 60;
/// How long a message that the reader has to confirm is kept, in seconds.
pub const LONG: i64 = 60 * 60;

/// Stores `body` for this many `seconds`; returns the random token to read it with.
///
/// # Errors
/// The database failed.
pub async fn put(db: &Db, body: &str, seconds: i64, now: Timestamp) -> Result<String, Error> {
    let token = secrets::token()?;
    let txn = db.write().await?;
    let flash = flash::ActiveModel {
        id_hash: Set(secrets::token_hash(&token)),
        body: Set(db.secrets().seal_flash(body)?),
        expires_at: Set(now.plus_seconds(seconds)),
    };
    flash::Entity::insert(flash)
        .exec_without_returning(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(token)
}

/// Returns the stored body until it expires: a reload shows it again.
///
/// # Errors
/// The database failed.
pub async fn get(db: &Db, token: &str, now: Timestamp) -> Result<Option<String>, Error> {
    let flash = flash::Entity::find_by_id(secrets::token_hash(token))
        .filter(flash::Column::ExpiresAt.gt(now))
        .one(db.read())
        .await?;
    flash
        .map(|flash| db.secrets().open_flash(&flash.body))
        .transpose()
}

/// Deletes expired messages; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = flash::Entity::delete_many()
        .filter(flash::Column::ExpiresAt.lte(now))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}
