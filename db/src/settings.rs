//! The portal's settings, and its set-up.
use crate::{
    By, Db, Error, Txn,
    activity::{self, Subject},
    entities::{setting, user},
    passwords,
    secrets::{self, token_hash},
    user_types, users,
};
use domain::{
    ids::UserId,
    money::Currency,
    people::{Password, UserInfo},
    permissions::BuiltIn,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, sea_query::OnConflict};

const CURRENCY: &str = "currency";
const PORTAL_NAME: &str = "portal_name";
const PUBLIC_CATALOG: &str = "public_catalog";
const SETUP_TOKEN: &str = "setup_token_hash";

/// The currency of every price.
///
/// # Errors
/// The database failed.
pub async fn currency(db: &Db) -> Result<Currency, Error> {
    currency_on(db.read()).await
}

/// As [`currency`], in a transaction.
pub(crate) async fn currency_on(conn: &impl ConnectionTrait) -> Result<Currency, Error> {
    let Some(row) = setting::Entity::find_by_id(CURRENCY).one(conn).await? else {
        return Ok(Currency::default());
    };
    Currency::from_code(&row.value).ok_or(Error::Corrupt("settings.currency"))
}

/// What the portal is called, on invoices too.
///
/// # Errors
/// The database failed.
pub async fn portal_name(db: &Db) -> Result<String, Error> {
    let row = setting::Entity::find_by_id(PORTAL_NAME)
        .one(db.read())
        .await?;
    Ok(row.map_or_else(|| "Muster".to_owned(), |row| row.value))
}

/// Whether strangers may look at the catalog.
///
/// # Errors
/// The database failed.
pub async fn public_catalog(db: &Db) -> Result<bool, Error> {
    let row = setting::Entity::find_by_id(PUBLIC_CATALOG)
        .one(db.read())
        .await?;
    Ok(row.is_some_and(|row| row.value == "true"))
}

/// # Errors
/// The database failed.
pub async fn set_public_catalog(db: &Db, by: &By, public: bool) -> Result<(), Error> {
    let txn = db.write().await?;
    let was = setting::Entity::find_by_id(PUBLIC_CATALOG)
        .one(&txn)
        .await?;
    if was.is_some_and(|row| row.value == "true") == public {
        return Ok(());
    }
    put(&txn, PUBLIC_CATALOG, public.to_string()).await?;
    let detail = if public {
        "opened the catalog to everybody"
    } else {
        "closed the catalog to strangers"
    };
    let subject = Subject::default();
    activity::log(&txn, by, "settings.edit", subject, detail.to_owned()).await?;
    Ok(txn.commit().await?)
}

/// A one-time token for `/setup/<token>` where the portal has no user yet, made anew at each
/// call; `None` otherwise. Only its hash is stored.
///
/// # Errors
/// The database failed.
pub async fn setup_token(db: &Db) -> Result<Option<String>, Error> {
    let txn = db.write().await?;
    if has_users(&txn).await? {
        return Ok(None);
    }
    let token = secrets::token()?;
    put(&txn, SETUP_TOKEN, token_hash(&token)).await?;
    txn.commit().await?;
    Ok(Some(token))
}

async fn put(txn: &Txn, name: &str, value: String) -> Result<(), Error> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value),
    };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Whether `token` is the set-up token of a portal without users.
///
/// # Errors
/// The database failed.
pub async fn is_setup_token(db: &Db, token: &str) -> Result<bool, Error> {
    let row = setting::Entity::find_by_id(SETUP_TOKEN)
        .one(db.read())
        .await?;
    Ok(row.is_some_and(|row| row.value == token_hash(token)) && !has_users(db.read()).await?)
}

/// Makes the first SuperAdmin and spends the token, in one transaction: two at once make one.
/// `info.user_type` is ignored.
///
/// # Errors
/// [`Error::NotFound`] where the token is not (any more) the one.
pub async fn set_up(
    db: &Db,
    by: &By,
    token: &str,
    info: &UserInfo,
    password: Password,
) -> Result<UserId, Error> {
    // Strangers with a wrong token do not get to make the server hash.
    if !is_setup_token(db, token).await? {
        return Err(Error::NotFound);
    }
    let hash = passwords::hash(password).await?;
    let txn = db.write().await?;
    let row = setting::Entity::find_by_id(SETUP_TOKEN)
        .lock_exclusive()
        .one(&txn)
        .await?;
    let right = row.is_some_and(|row| row.value == token_hash(token));
    if !right || has_users(&txn).await? {
        return Err(Error::NotFound);
    }
    let info = UserInfo {
        user_type: user_types::id_of(&txn, BuiltIn::SuperAdmin).await?,
        ..info.clone()
    };
    let user = users::insert(&txn, &info, Some(hash), by.at).await?;
    setting::Entity::delete_by_id(SETUP_TOKEN)
        .exec(&txn)
        .await?;
    let name = users::name(&info);
    let detail = format!("set the portal up with {name} as SuperAdmin");
    users::log(&txn, by, "portal.set_up", user, detail).await?;
    txn.commit().await?;
    Ok(user)
}

pub(crate) async fn has_users(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(user::Entity::find().limit(1).one(conn).await?.is_some())
}
