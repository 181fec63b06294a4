//! Signing in and staying signed in: sessions are rows with hashes of 256-bit random tokens.
mod acting;
mod devices;
mod find;

pub use acting::{act_as, set_role, stop_acting};
pub use devices::{KnownBrowser, known_browser, note_source, remember_browser};
pub use find::find;

use crate::{
    AuditContext, Db, Error, Txn,
    access::passwords,
    base::{
        activity::ActivitySubject,
        entities::{session, user},
        search_text::case_fold,
        secrets::{self, token_hash},
        sql::Sql,
    },
};
use domain::{
    activity::Activity, events::ChangeEvent, ids::UserId, time::Timestamp, users::UserState,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

/// A session ends after this many days without a request.
pub const IDLE_DAYS: i64 = 14;
/// A session ends this many days after it began, however much it is used.
pub const LONGEST_DAYS: i64 = 90;

/// Checks the password and opens a session; returns its token, which is not stored. Returns
/// `None` for an unknown login, a wrong password and an inactive user alike, after the same work.
/// The caller asks the throttle first.
///
/// # Errors
/// [`Error::AccountPending`] if the password is right but the sign-up is not completed.
pub async fn sign_in(
    db: &Db,
    login_or_email: &str,
    password: &str,
    address: &str,
    user_agent: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let Some(found) = check_password(db, login_or_email, password).await? else {
        return Ok(None);
    };
    let txn = db.write().await?;
    // The user may have been deactivated or given another password during the check.
    let still = user::Entity::find_by_id(found.id)
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::PasswordHash.eq(found.password_hash))
        .lock_shared()
        .one(&txn)
        .await?;
    let Some(user) = still else { return Ok(None) };
    let token = insert(&txn, user.id, address, user_agent, now).await?;
    let audit = AuditContext {
        actor: Some(user.id),
        name: user.full_name(),
        address: address.to_owned(),
        ..AuditContext::system(now)
    };
    ActivitySubject::user(user.id)
        .log(&txn, &audit, Activity::SignedIn {})
        .await?;
    txn.commit_quietly().await?;
    Ok(Some(token))
}

/// Returns the user whose password this is. Outside any transaction: it takes long.
async fn check_password(
    db: &Db,
    login_or_email: &str,
    password: &str,
) -> Result<Option<user::Model>, Error> {
    let found = find_user(db, login_or_email).await?;
    let hash = found
        .as_ref()
        .filter(|user| user.active || user.state != UserState::Registered)
        .and_then(|user| user.password_hash.clone());
    let right = passwords::verify(password, hash).await?;
    let Some(found) = found.filter(|_| right) else {
        return Ok(None);
    };
    match found.state {
        UserState::Registered => Ok(Some(found)),
        state => Err(Error::AccountPending(state)),
    }
}

/// Returns the user with this login or e-mail address.
///
/// # Errors
/// The database failed.
pub async fn user_named(db: &Db, login_or_email: &str) -> Result<Option<UserId>, Error> {
    Ok(find_user(db, login_or_email).await?.map(|user| user.id))
}

/// Returns the two names that the user can sign in with.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn names(db: &Db, user: UserId) -> Result<[String; 2], Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok([row.login, row.email])
}

/// Returns the user of a session that has just been opened.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn owner(db: &Db, token: &str) -> Result<UserId, Error> {
    let row = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .one(db.read())
        .await?;
    row.map(|row| row.user_id).ok_or(Error::NotFound)
}

/// Opens a session for a user who was authenticated otherwise (set-up link).
///
/// # Errors
/// The database failed.
pub async fn open(
    db: &Db,
    user: UserId,
    address: &str,
    user_agent: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let txn = db.write().await?;
    let token = insert(&txn, user, address, user_agent, now).await?;
    txn.commit_quietly().await?;
    Ok(token)
}

/// Ends the session of this token.
///
/// # Errors
/// The database failed.
pub async fn sign_out(db: &Db, audit: &AuditContext, token: &str) -> Result<(), Error> {
    let txn = db.write().await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(&txn)
        .await?;
    if let Some(user) = audit.actor.filter(|_| ended.rows_affected > 0) {
        ActivitySubject::user(user)
            .log(&txn, audit, Activity::SignedOut {})
            .await?;
        return txn.commit().await;
    }
    txn.commit_quietly().await
}

/// Ends the session that a browser had until it got another. Its open pages learn of it.
///
/// # Errors
/// The database failed.
pub async fn end_former(db: &Db, token: &str) -> Result<(), Error> {
    let former = session::Entity::find().filter(session::Column::TokenHash.eq(token_hash(token)));
    let Some(former) = former.one(db.read()).await? else {
        return Ok(());
    };
    let txn = db.write().await?;
    txn.publish(ChangeEvent::User(former.user_id));
    session::Entity::delete_by_id(former.id).exec(&txn).await?;
    txn.commit().await
}

/// Ends all sessions of a user, and all acting as them, for an administrator.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn end_for(db: &Db, audit: &AuditContext, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = user::Entity::find_by_id(user).lock_exclusive();
    let name = row.one(&txn).await?.ok_or(Error::NotFound)?.full_name();
    end_all(&txn, user).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::UserSignedOut { user: name })
        .await?;
    txn.commit().await
}

/// Deletes expired sessions; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}

/// Ends all sessions of a user, and all acting as them.
pub(crate) async fn end_all(txn: &Txn, user: UserId) -> Result<(), Error> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    acting::end_as(txn, user).await
}

/// Ends all sessions of these users, and all acting as them.
pub(crate) async fn end_all_of(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    Sql::new(txn)
        .text("DELETE FROM sessions WHERE user_id IN ")
        .ids(users)
        .execute(txn)
        .await?;
    Sql::new(txn)
        .text("UPDATE sessions SET acting_as = NULL, role = NULL WHERE acting_as IN ")
        .ids(users)
        .execute(txn)
        .await?;
    Ok(())
}

/// Finds the user with this login; if there is none, the one with this e-mail address.
pub(crate) async fn find_user(db: &Db, login_or_email: &str) -> Result<Option<user::Model>, Error> {
    let typed = case_fold(login_or_email);
    let mut users = user::Entity::find()
        .filter(
            Condition::any()
                .add(user::Column::LoginFolded.eq(&typed))
                .add(user::Column::EmailFolded.eq(&typed)),
        )
        .all(db.read())
        .await?;
    users.sort_by_key(|user| user.login_folded != typed);
    Ok(users.into_iter().next())
}

pub(crate) async fn insert(
    txn: &Txn,
    user: UserId,
    address: &str,
    user_agent: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let token = secrets::token()?;
    let row = session::ActiveModel {
        token_hash: Set(token_hash(&token)),
        user_id: Set(user),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now.plus_days(IDLE_DAYS)),
        address: Set(address.to_owned()),
        user_agent: Set(user_agent.chars().take(300).collect()),
        ..Default::default()
    };
    session::Entity::insert(row).exec(txn).await?;
    Ok(token)
}
