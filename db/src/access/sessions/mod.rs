//! Signing in and staying signed in: sessions are rows with hashes of 256-bit random tokens.
mod acting;
mod devices;
mod ending;
mod find;
mod opening;
mod proof;
mod renewing;
mod ticket;

pub use acting::{act_as, set_role, stop_acting};
pub use devices::{KnownBrowser, known_browser, note_source, remember_browser};
pub(crate) use ending::{end_all, end_all_but, end_all_of};
pub use ending::{end_everyone, end_for, end_former, sign_out};
pub use find::find;
pub use opening::{IDLE_DAYS, LONGEST_DAYS};
pub(crate) use opening::{NEVER, insert};
pub use proof::{is_proven, prove, prove_with_passkey};
pub(crate) use renewing::renew_token;
pub use renewing::{RenewedSession, renew};
pub use ticket::{sign_in_with_code, sign_in_with_passkey, ticket_owner};

use crate::{
    Db, Error,
    access::{passwords, second_factor::state::is_on},
    base::{
        entities::{session, user},
        search_text::login_fold,
        secrets::token_hash,
    },
};
use domain::{activity::SignInFactor, ids::UserId, time::Timestamp, users::UserState};
use opening::begin;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use ticket::Ticket;

/// Checks the password and opens a session; returns its token, which is not stored. Returns
/// `None` for an unknown login, a wrong password and an inactive user alike, after the same work.
/// The caller asks the throttle first.
///
/// # Errors
/// [`Error::AccountPending`] if the password is right but the sign-up is not completed;
/// [`Error::CodeRequired`] if it is right and the account has a second factor.
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
        .lock_exclusive()
        .one(&txn)
        .await?;
    let Some(user) = still else { return Ok(None) };
    if is_on(&txn, user.id).await? {
        return Err(Error::CodeRequired(Ticket::issue(
            db.secrets(),
            &user,
            now,
        )?));
    }
    let factor = SignInFactor::Password;
    let token = begin(&txn, &user, address, user_agent, factor, now).await?;
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

/// Finds the user with this login; if there is none, the one with this e-mail address.
pub(crate) async fn find_user(db: &Db, login_or_email: &str) -> Result<Option<user::Model>, Error> {
    let typed = login_fold(login_or_email);
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
