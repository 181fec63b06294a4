//! Ending sessions, and all acting that depends on them.
use super::acting;
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{session, user},
        secrets::token_hash,
        sql::Sql,
    },
};
use domain::{
    activity::{Activity, EndedSessions},
    events::ChangeEvent,
    ids::UserId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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

/// Ends all sessions of all users; returns how many there were.
///
/// # Errors
/// The database failed.
pub async fn end_everyone(db: &Db, audit: &AuditContext) -> Result<u64, Error> {
    let txn = db.write().await?;
    let ended = session::Entity::delete_many().exec(&txn).await?;
    if ended.rows_affected > 0 {
        let sessions = EndedSessions::Everyone;
        ActivitySubject::NONE
            .log(&txn, audit, Activity::SessionsEnded { sessions })
            .await?;
        // Every open page finds out that it has no session.
        txn.publish(ChangeEvent::Resync);
        txn.commit().await?;
    }
    Ok(ended.rows_affected)
}

/// Ends all sessions of a user, and all acting as them.
pub(crate) async fn end_all(txn: &Txn, user: UserId) -> Result<(), Error> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    acting::end_as(txn, user).await
}

/// Ends all sessions of a user except the one of this token, and all acting as them.
pub(crate) async fn end_all_but(txn: &Txn, user: UserId, keep: Option<&str>) -> Result<(), Error> {
    let Some(token) = keep else {
        return end_all(txn, user).await;
    };
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::TokenHash.ne(token_hash(token)))
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
