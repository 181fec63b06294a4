//! The first user of a new portal.
use crate::{
    AuditContext, Db, Error, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::{setting, user},
        secrets::{self, token_hash},
        setting_store::put,
    },
    onboarding::default_groups::{OnboardedUser, join_default_groups},
    users,
};
use domain::{
    activity::Activity,
    ids::UserId,
    permissions::BuiltIn,
    users::{Password, UserInfo},
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

const SETUP_TOKEN: &str = "setup_token_hash";

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
/// [`Error::NotFound`] if the token is wrong or no longer valid; [`Error::PasswordRejected`].
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
    let hash = users::hash_new(db, info, password).await?;
    let txn = db.write().await?;
    let row = setting::Entity::find_by_id(SETUP_TOKEN)
        .lock_exclusive()
        .one(&txn)
        .await?;
    let right = row.is_some_and(|row| row.value == token_hash(token));
    if !right || has_users(&txn).await? {
        return Err(Error::NotFound);
    }
    let user = insert_super_admin(&txn, audit, info, hash).await?;
    let name = users::name(info);
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::PortalSetUp { user: name })
        .await?;
    txn.commit().await?;
    Ok(user)
}

/// Creates a SuperAdmin for the person who runs the portal. On a portal without users it takes the place of the set-up
/// link, which ends. `info.user_type` is ignored.
///
/// # Errors
/// [`Error::Taken`] for login or e-mail; [`Error::PasswordRejected`].
pub async fn create_super_admin(
    db: &Db,
    audit: &AuditContext,
    info: &UserInfo,
    password: Password,
) -> Result<UserId, Error> {
    let hash = users::hash_new(db, info, password).await?;
    let txn = db.write().await?;
    let is_first = !has_users(&txn).await?;
    let user = insert_super_admin(&txn, audit, info, hash).await?;
    let name = users::name(info);
    let added = if is_first {
        Activity::PortalSetUp { user: name.clone() }
    } else {
        let (user, inactive) = (name.clone(), false);
        Activity::UserAdded { user, inactive }
    };
    ActivitySubject::user(user).log(&txn, audit, added).await?;
    join_default_groups(&txn, audit, None, &[OnboardedUser { user, name }]).await?;
    txn.commit().await?;
    Ok(user)
}

/// Inserts a SuperAdmin, and ends the set-up link.
async fn insert_super_admin(
    txn: &Txn,
    audit: &AuditContext,
    info: &UserInfo,
    hash: String,
) -> Result<UserId, Error> {
    let info = UserInfo {
        user_type: user_types::id_of(txn, BuiltIn::SuperAdmin).await?,
        ..info.clone()
    };
    let user = users::insert(txn, &info, Some(hash), audit).await?;
    setting::Entity::delete_by_id(SETUP_TOKEN).exec(txn).await?;
    Ok(user)
}

pub(crate) async fn has_users(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(user::Entity::find().limit(1).one(conn).await?.is_some())
}
