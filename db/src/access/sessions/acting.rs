//! The active role of a session, and acting as another user: both end with the session.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{session, user},
        secrets::token_hash,
    },
};
use domain::{
    activity::Activity,
    events::ChangeEvent,
    ids::{SessionId, UserId},
    permissions::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany, sea_query::Expr};

/// Switches the session's user to this role.
///
/// # Errors
/// The database failed.
pub async fn set_role(db: &Db, token: &str, role: Role) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .one(&txn)
        .await?;
    let Some(row) = row else { return Ok(()) };
    txn.publish(ChangeEvent::User(row.user_id));
    session::Entity::update_many()
        .col_expr(session::Column::Role, Expr::value(Some(role)))
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(&txn)
        .await?;
    txn.commit().await
}

/// Makes the session's user act as another, in that user's default role. The caller has checked
/// the right, which is checked again on each request.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Inactive`].
pub async fn act_as(
    db: &Db,
    audit: &AuditContext,
    token: &str,
    target: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = user::Entity::find_by_id(target)
        .lock_shared()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    if !row.active {
        return Err(Error::Inactive);
    }
    to(Some(target), None)
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(&txn)
        .await?;
    publish_actor(&txn, audit);
    let user = row.full_name();
    ActivitySubject::user(target)
        .log(&txn, audit, Activity::ActingStarted { user })
        .await?;
    txn.commit().await
}

/// Ends acting as another user; `audit` is the administrator's.
///
/// # Errors
/// The database failed.
pub async fn stop_acting(
    db: &Db,
    audit: &AuditContext,
    token: &str,
    target: UserId,
    name: &str,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let ended = to(None, Some(Role::Administrator))
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .filter(session::Column::ActingAs.eq(target))
        .exec(&txn)
        .await?;
    if ended.rows_affected > 0 {
        let user = name.to_owned();
        publish_actor(&txn, audit);
        ActivitySubject::user(target)
            .log(&txn, audit, Activity::ActingStopped { user })
            .await?;
        txn.commit().await?;
    }
    Ok(())
}

/// Ends acting as this user in one session that no longer has the right to.
pub(super) async fn end(db: &Db, session: SessionId, target: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    to(None, None)
        .filter(session::Column::Id.eq(session))
        .filter(session::Column::ActingAs.eq(target))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await
}

/// The pages of the session are the administrator's, even while they act as someone else.
fn publish_actor(txn: &Txn, audit: &AuditContext) {
    if let Some(actor) = audit.actor {
        txn.publish(ChangeEvent::User(actor));
    }
}

/// Ends all acting as this user.
pub(super) async fn end_as(txn: &Txn, user: UserId) -> Result<(), Error> {
    to(None, None)
        .filter(session::Column::ActingAs.eq(user))
        .exec(txn)
        .await?;
    Ok(())
}

fn to(target: Option<UserId>, role: Option<Role>) -> UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::ActingAs, Expr::value(target))
        .col_expr(session::Column::Role, Expr::value(role))
}
