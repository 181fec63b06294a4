//! The user's own profile: names, e-mail address, password, and open sessions.
use crate::{
    AuditContext, Db, Error,
    access::{passwords, sessions},
    base::{
        activity::ActivitySubject,
        entities::{session, user},
        secrets::token_hash,
    },
    users::{self, check, fill},
};
use domain::{
    activity::{Activity, EndedSessions, PasswordChange},
    edits::{FormVersion, SavedForm},
    ids::{SessionId, UserId},
    profile::{ProfileInfo, SessionRow, browser},
    time::Timestamp,
    users::{Login, Password, UserDetails, UserInfo},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Returns a user for the form in which they edit their own profile.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, user: UserId) -> Result<UserDetails, Error> {
    let details = users::get(db, user).await?;
    let (first, last) = (&details.first_name, &details.last_name);
    let version = saved(first, last, &details.email).version();
    Ok(UserDetails { version, ..details })
}

/// Saves the form in which users edit their own profile.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`] for the e-mail address, [`Error::Edited`].
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    version: &FormVersion,
    profile: &ProfileInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let old = user::Entity::find_by_id(user)
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    saved(&old.first_name, &old.last_name, &old.email).check(version)?;
    let info = UserInfo {
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        email: profile.email.clone(),
        login: Login::parse(&old.login).map_err(|_| Error::InvalidData("users.login"))?,
        user_type: old.user_type_id,
    };
    check(&txn, &info, Some(user)).await?;
    let edits = old.version;
    let mut row = old.into_active_model();
    fill(&mut row, &info);
    row.version = Set(edits + 1);
    row.update(&txn).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::ProfileEdited {})
        .await?;
    txn.commit().await
}

fn saved(first_name: &str, last_name: &str, email: &str) -> SavedForm {
    SavedForm::new()
        .text("First name", first_name)
        .text("Last name", last_name)
        .text("E-mail", email)
}

/// Sets another password, ends all the user's sessions, and opens a new one for the requesting
/// browser. Returns its token, or `None` if `present` is not the current password. The caller
/// asks the throttle first.
///
/// # Errors
/// The database failed.
pub async fn change_password(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    present: &str,
    password: Password,
    user_agent: &str,
) -> Result<Option<String>, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let password = users::accept_password(db.read(), password, users::words_of_row(&row)).await?;
    let seen = row.password_hash;
    // Outside any transaction: both take long.
    if !passwords::verify(present, seen.clone()).await? {
        return Ok(None);
    }
    let hash = passwords::hash(password).await?;
    let txn = db.write().await?;
    // The user may have been deactivated or given another password during the check.
    let still = user::Entity::find_by_id(user)
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::PasswordHash.eq(seen))
        .lock_exclusive()
        .one(&txn)
        .await?;
    let Some(row) = still else { return Ok(None) };
    users::set_password(&txn, row, hash).await?;
    let token = sessions::insert(&txn, user, &audit.address, user_agent, audit.at).await?;
    let how = PasswordChange::Profile;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::PasswordChanged { how })
        .await?;
    txn.commit().await?;
    Ok(Some(token))
}

/// Returns the user's sessions that have not expired, most recently seen first. `token` is that
/// of the requesting session.
///
/// # Errors
/// The database failed.
pub async fn sessions(
    db: &Db,
    user: UserId,
    token: &str,
    now: Timestamp,
) -> Result<Vec<SessionRow>, Error> {
    let current = token_hash(token);
    let found = session::Entity::find()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .limit(SHOWN)
        .all(db.read())
        .await?;
    Ok(found
        .into_iter()
        .map(|row| SessionRow {
            id: row.id,
            browser: browser(&row.user_agent),
            address: row.address,
            opened_at: row.created_at,
            last_seen_at: row.last_seen_at,
            current: row.token_hash == current,
        })
        .collect())
}

/// At most this many sessions are shown; all can be ended.
const SHOWN: u64 = 100;

/// Ends one of the user's sessions.
///
/// # Errors
/// [`Error::NotFound`], also for another user's session.
pub async fn end_session(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    session: SessionId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::Id.eq(session))
        .filter(session::Column::UserId.eq(user))
        .exec(&txn)
        .await?;
    if ended.rows_affected == 0 {
        return Err(Error::NotFound);
    }
    let sessions = EndedSessions::One;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::SessionsEnded { sessions })
        .await?;
    txn.commit().await
}

/// Ends all the user's sessions except the one of `token`.
///
/// # Errors
/// The database failed.
pub async fn end_other_sessions(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    token: &str,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::TokenHash.ne(token_hash(token)))
        .exec(&txn)
        .await?;
    let sessions = EndedSessions::AllOthers;
    let sessions_ended = Activity::SessionsEnded { sessions };
    ActivitySubject::user(user)
        .log_and_commit_if(ended.rows_affected > 0, txn, audit, sessions_ended)
        .await
}
