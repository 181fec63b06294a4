//! A session's new token, after its user proved again who they are: one that was stolen before opens
//! nothing then.
use crate::{
    Db, Error, Txn,
    base::{
        entities::session,
        secrets::{self, token_hash},
    },
};
use domain::{events::ChangeEvent, ids::UserId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// The token that the browser has to keep from now on, which is not stored.
#[derive(Debug)]
#[must_use]
pub struct RenewedSession(Option<String>);

impl RenewedSession {
    /// `None` if the session has ended, or got another token at the same moment.
    pub fn token(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// Gives the session of this token another one. What is known of the session stays.
pub(crate) async fn renew_token(txn: &Txn, token: &str) -> Result<RenewedSession, Error> {
    let fresh = secrets::token()?;
    let renewed = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(token_hash(&fresh)))
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(txn)
        .await?;
    Ok(RenewedSession(
        (renewed.rows_affected == 1).then_some(fresh),
    ))
}

/// Gives the session of this user another token, after they typed their password for something else.
/// Open pages with the token of before learn of it.
///
/// # Errors
/// The database failed.
pub async fn renew(db: &Db, user: UserId, token: &str) -> Result<RenewedSession, Error> {
    let txn = db.write().await?;
    let renewed = renew_token(&txn, token).await?;
    txn.publish(ChangeEvent::User(user));
    txn.commit().await?;
    Ok(renewed)
}
