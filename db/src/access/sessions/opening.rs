//! Opening a session, and how long it lives.
use crate::{
    AuditContext, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{session, user},
        secrets::{self, token_hash},
        sql::Sql,
    },
};
use domain::{
    activity::{Activity, SignInFactor},
    ids::UserId,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// A session ends after this many days without a request.
pub const IDLE_DAYS: i64 = 14;
/// A session ends this many days after it began, however much it is used.
pub const LONGEST_DAYS: i64 = 90;

/// Opens a session for a user who signs in, and logs it.
pub(super) async fn begin(
    txn: &Txn,
    user: &user::Model,
    address: &str,
    user_agent: &str,
    factor: SignInFactor,
    now: Timestamp,
) -> Result<String, Error> {
    let token = insert(txn, user.id, address, user_agent, now).await?;
    let audit = AuditContext {
        actor: Some(user.id),
        name: user.full_name(),
        address: address.to_owned(),
        ..AuditContext::system(now)
    };
    ActivitySubject::user(user.id)
        .log(
            txn,
            &audit,
            Activity::SignedIn {
                factor: Some(factor),
            },
        )
        .await?;
    Ok(token)
}

/// When someone signed in who never did.
pub(crate) const NEVER: Timestamp = Timestamp(0);

/// Opens a session of the user, who is locked or new.
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
        // Who opens a session has just signed in.
        proven_at: Set(now),
        address: Set(address.to_owned()),
        user_agent: Set(user_agent.chars().take(300).collect()),
        ..Default::default()
    };
    session::Entity::insert(row).exec(txn).await?;
    Sql::new(txn)
        .add(
            "UPDATE users SET last_sign_in_at = ? WHERE id = ?",
            [now.into(), user.into()],
        )
        .execute(txn)
        .await?;
    Ok(token)
}
