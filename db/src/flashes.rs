//! What a form that was posted without JavaScript is told on the page it comes back to.
use crate::{Db, Error, entities::flash, secrets};
use domain::time::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How long a flash lives.
const SECONDS: i64 = 300;

/// Keeps `body` for five minutes; answers the random token under which it is taken.
///
/// # Errors
/// The database failed.
pub async fn put(db: &Db, body: &str, now: Timestamp) -> Result<String, Error> {
    let token = secrets::token()?;
    let txn = db.write().await?;
    let flash = flash::ActiveModel {
        id_hash: Set(secrets::token_hash(&token)),
        body: Set(body.to_owned()),
        expires_at: Set(now.plus_seconds(SECONDS).0),
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
    Ok(flash.map(|flash| flash.body))
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
