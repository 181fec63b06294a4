//! The sessions of a user, as the profile lists and ends them.
use crate::{
    AuditContext, Db, Error,
    base::{activity::ActivitySubject, entities::session, secrets::token_hash},
};
use domain::{
    activity::{Activity, EndedSessions},
    ids::{SessionId, UserId},
    profile::{SessionRow, browser},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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
