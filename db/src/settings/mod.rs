//! The portal's settings, and its set-up.
mod default_group;
mod key_instructions;
mod new_users;

pub(crate) use default_group::{
    OnboardedUser, clear_default_group, default_group_on, join_default, join_default_groups,
};
pub use default_group::{default_group, default_groups, set_default_group};
pub use key_instructions::{key_instructions, update_key_instructions};
pub(crate) use new_users::{default_type, effective_sign_up_mode, joins_by_key};
pub use new_users::{new_users, sign_up, sign_up_options, update_new_users};

use crate::{
    AuditContext, Db, Error, Txn,
    access::{passwords, user_types},
    base::{
        activity::ActivitySubject,
        entities::{setting, user},
        secrets::{self, token_hash},
        sql::Sql,
    },
    users,
};
use domain::{
    events::{ChangeEvent, ListKind},
    ids::UserId,
    money::Currency,
    permissions::BuiltIn,
    settings::{DEFAULT_PORTAL_NAME, GeneralSettings, PortalName},
    users::{Password, UserInfo},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};

const CURRENCY: &str = "currency";
const PORTAL_NAME: &str = "portal_name";
const PUBLIC_CATALOG: &str = "public_catalog";
const SETUP_TOKEN: &str = "setup_token_hash";

/// Returns the currency of every price.
///
/// # Errors
/// The database failed.
pub async fn currency(db: &Db) -> Result<Currency, Error> {
    currency_on(db.read()).await
}

/// Returns the portal's name.
///
/// # Errors
/// The database failed.
pub async fn portal_name(db: &Db) -> Result<String, Error> {
    portal_name_on(db.read()).await
}

pub(crate) async fn portal_name_on(conn: &impl ConnectionTrait) -> Result<String, Error> {
    let name = value(conn, PORTAL_NAME).await?;
    Ok(name.unwrap_or_else(|| DEFAULT_PORTAL_NAME.to_owned()))
}

/// Whether guests can view the catalog.
///
/// # Errors
/// The database failed.
pub async fn public_catalog(db: &Db) -> Result<bool, Error> {
    public_catalog_on(db.read()).await
}

async fn public_catalog_on(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(value(conn, PUBLIC_CATALOG).await?.is_some())
}

/// **Settings** > General.
///
/// # Errors
/// The database failed.
pub async fn general(db: &Db) -> Result<GeneralSettings, Error> {
    Ok(GeneralSettings {
        portal_name: portal_name(db).await?,
        currency: currency(db).await?,
        priced: is_priced(db.read()).await?,
        public_catalog: public_catalog(db).await?,
    })
}

/// Saves the general settings.
///
/// # Errors
/// [`Error::CurrencyInUse`] for a currency other than that of an existing price.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    name: &PortalName,
    currency: Currency,
    public_catalog: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    txn.publish(ChangeEvent::List(ListKind::Settings));
    if currency != currency_on(&txn).await? {
        if is_priced(&txn).await? {
            return Err(Error::CurrencyInUse);
        }
        put(&txn, CURRENCY, currency.code()).await?;
        let detail = format!("set the currency to {}", currency.code());
        ActivitySubject::NONE
            .log(&txn, audit, "settings.edit", detail)
            .await?;
    }
    if name.as_str() != portal_name_on(&txn).await? {
        put(&txn, PORTAL_NAME, name.as_str()).await?;
        ActivitySubject::NONE
            .log(
                &txn,
                audit,
                "settings.edit",
                format!("renamed the portal to {}", name.as_str()),
            )
            .await?;
    }
    if public_catalog != public_catalog_on(&txn).await? {
        let detail = if public_catalog {
            put(&txn, PUBLIC_CATALOG, "true").await?;
            "made the catalog public"
        } else {
            clear(&txn, PUBLIC_CATALOG, None).await?;
            "made the catalog private"
        };
        ActivitySubject::NONE
            .log(&txn, audit, "settings.edit", detail.to_owned())
            .await?;
    }
    Ok(txn.commit().await?)
}

pub(crate) async fn currency_on(conn: &impl ConnectionTrait) -> Result<Currency, Error> {
    match value(conn, CURRENCY).await? {
        Some(code) => Currency::from_code(&code).ok_or(Error::InvalidData("settings.currency")),
        None => Ok(Currency::default()),
    }
}

/// Whether a group or a course has a price; those in the trash may return with theirs.
async fn is_priced(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    let priced = Sql::new(conn)
        .text(
            "SELECT (SELECT count(*) FROM groups WHERE price_minor > 0) \
             + (SELECT count(*) FROM courses WHERE price_minor > 0)",
        )
        .number(conn)
        .await?;
    Ok(priced > 0)
}

async fn value(conn: &impl ConnectionTrait, name: &str) -> Result<Option<String>, Error> {
    let row = setting::Entity::find_by_id(name).one(conn).await?;
    Ok(row.map(|row| row.value))
}

async fn put(txn: &Txn, name: &str, value: &str) -> Result<(), Error> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
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

/// Clears a setting; returns false if it was not set (to this value, if one is given).
async fn clear(txn: &Txn, name: &str, value: Option<&str>) -> Result<bool, Error> {
    let mut clear = setting::Entity::delete_many().filter(setting::Column::Name.eq(name));
    if let Some(value) = value {
        clear = clear.filter(setting::Column::Value.eq(value));
    }
    Ok(clear.exec(txn).await?.rows_affected > 0)
}

/// Returns a new one-time token for `/setup/<token>` if the portal has no user yet; `None`
/// otherwise. Only its hash is stored.
///
/// # Errors
/// The database failed.
pub async fn setup_token(db: &Db) -> Result<Option<String>, Error> {
    let txn = db.write().await?;
    if has_users(&txn).await? {
        return Ok(None);
    }
    let token = secrets::token()?;
    put(&txn, SETUP_TOKEN, &token_hash(&token)).await?;
    txn.commit_quietly().await?;
    Ok(Some(token))
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

/// Creates the first SuperAdmin and consumes the token in one transaction, so that two calls at
/// the same time create one. `info.user_type` is ignored.
///
/// # Errors
/// [`Error::NotFound`] if the token is wrong or no longer valid.
pub async fn set_up(
    db: &Db,
    audit: &AuditContext,
    token: &str,
    info: &UserInfo,
    password: Password,
) -> Result<UserId, Error> {
    // Guests with a wrong token must not make the server hash.
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
    let user = users::insert(&txn, &info, Some(hash), audit).await?;
    setting::Entity::delete_by_id(SETUP_TOKEN)
        .exec(&txn)
        .await?;
    let name = users::name(&info);
    let detail = format!("set up the portal with {name} as SuperAdmin");
    ActivitySubject::user(user)
        .log(&txn, audit, "portal.set_up", detail)
        .await?;
    txn.commit().await?;
    Ok(user)
}

pub(crate) async fn has_users(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(user::Entity::find().limit(1).one(conn).await?.is_some())
}
