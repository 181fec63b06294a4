//! Signing in and staying so: a table of ours, holding hashes of 256-bit random tokens.
use crate::{
    By, Db, Error, Txn,
    entities::{session, user},
    fold::fold,
    passwords,
    secrets::{self, token_hash},
    sql::Sql,
    user_types, users,
};
use domain::{
    ids::{SessionId, UserId, UserTypeId},
    policy::Actor,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, sea_query::Expr,
};

/// A session ends after this many days without a request.
pub const IDLE_DAYS: i64 = 14;

/// A session is renewed at most this often: reading pages does not write.
const RENEW_SECONDS: i64 = 300;

/// Checks the password and opens a session; answers its token, which is stored nowhere.
/// `None` for an unknown login, a wrong password and an inactive user alike, after the same
/// work. The caller asks the throttle first.
///
/// # Errors
/// The database failed.
pub async fn sign_in(
    db: &Db,
    login_or_email: &str,
    password: &str,
    address: &str,
    user_agent: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let found = find_user(db, login_or_email).await?;
    let hash = found
        .as_ref()
        .filter(|user| user.active)
        .and_then(|user| user.password_hash.clone());
    // Outside any transaction: it takes long.
    let right = passwords::verify(password, hash).await?;
    let Some(found) = found.filter(|_| right) else {
        return Ok(None);
    };
    let txn = db.write().await?;
    // Deactivated, or given another password, while this one was being checked?
    let still = user::Entity::find_by_id(found.id)
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::PasswordHash.eq(found.password_hash))
        .lock_shared()
        .one(&txn)
        .await?;
    let Some(user) = still else { return Ok(None) };
    let token = insert(&txn, UserId(user.id), address, user_agent, now).await?;
    let by = By {
        actor: Some(UserId(user.id)),
        name: format!("{} {}", user.first_name, user.last_name),
        address: address.to_owned(),
        at: now,
    };
    users::log(
        &txn,
        &by,
        "user.sign_in",
        UserId(user.id),
        "signed in".into(),
    )
    .await?;
    txn.commit().await?;
    Ok(Some(token))
}

/// What stands for the account in counting tries: the same whether its login or its e-mail
/// address was typed, and however; for what is no account, a hash.
///
/// # Errors
/// The database failed.
pub async fn account(db: &Db, login_or_email: &str) -> Result<String, Error> {
    Ok(match find_user(db, login_or_email).await? {
        Some(user) => user.id.to_string(),
        None => token_hash(&fold(login_or_email)),
    })
}

/// Opens a session for a user who proved himself otherwise (set-up link).
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
    txn.commit().await?;
    Ok(token)
}

/// Whose session this is: an active user with what his type holds now.
///
/// # Errors
/// The database failed.
pub async fn find(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<(SessionId, Actor)>, Error> {
    let rows = rows_of(db, token, now).await?;
    let codes: Vec<String> = rows
        .iter()
        .filter_map(|row| row.permission.clone())
        .collect();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let session = SessionId(row.session_id);
    if Timestamp(row.last_seen_at).plus_seconds(RENEW_SECONDS) < now
        && let Err(error) = renew(db, session, now).await
    {
        // A full disk must not sign everybody out.
        tracing::warn!(%error, "could not renew a session");
    }
    let actor = Actor {
        id: UserId(row.user_id),
        name: format!("{} {}", row.first_name, row.last_name),
        user_type: UserTypeId(row.type_id),
        user_type_name: row.type_name,
        permissions: user_types::held(row.built_in.as_deref(), &codes),
    };
    Ok(Some((session, actor)))
}

/// Ends the session of this token.
///
/// # Errors
/// The database failed.
pub async fn sign_out(db: &Db, by: &By, token: &str) -> Result<(), Error> {
    let txn = db.write().await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .exec(&txn)
        .await?;
    if let Some(user) = by.actor.filter(|_| ended.rows_affected > 0) {
        users::log(&txn, by, "user.sign_out", user, "signed out".into()).await?;
    }
    Ok(txn.commit().await?)
}

/// Deletes sessions that have expired; answers how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now.0))
        .exec(&txn)
        .await?;
    txn.commit().await?;
    Ok(swept.rows_affected)
}

/// Ends all sessions of a user.
pub(crate) async fn end_all(txn: &Txn, user: UserId) -> Result<(), Error> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user.0))
        .exec(txn)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
    session_id: i64,
    last_seen_at: i64,
    user_id: i64,
    first_name: String,
    last_name: String,
    type_id: i64,
    type_name: String,
    built_in: Option<String>,
    permission: Option<String>,
}

/// One row for each permission, or one without.
async fn rows_of(db: &Db, token: &str, now: Timestamp) -> Result<Vec<Found>, Error> {
    let rows = Sql::new(db.read())
        .add(
            "SELECT s.id AS session_id, s.last_seen_at, u.id AS user_id, u.first_name, \
             u.last_name, t.id AS type_id, t.name AS type_name, t.built_in, p.permission \
             FROM sessions s \
             JOIN users u ON u.id = s.user_id \
             JOIN user_types t ON t.id = u.user_type_id \
             LEFT JOIN user_type_permissions p ON p.user_type_id = t.id \
             WHERE s.token_hash = ? AND s.expires_at > ? AND u.active",
            [token_hash(token).into(), now.0.into()],
        )
        .rows(db.read())
        .await?;
    Ok(rows
        .iter()
        .map(|row| Found::from_query_result(row, ""))
        .collect::<Result<_, _>>()?)
}

/// The user with this login; where there is none, the one with this e-mail address.
async fn find_user(db: &Db, login_or_email: &str) -> Result<Option<user::Model>, Error> {
    let typed = fold(login_or_email);
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
        user_id: Set(user.0),
        created_at: Set(now.0),
        last_seen_at: Set(now.0),
        expires_at: Set(now.plus_days(IDLE_DAYS).0),
        address: Set(address.to_owned()),
        user_agent: Set(user_agent.chars().take(300).collect()),
        ..Default::default()
    };
    session::Entity::insert(row).exec(txn).await?;
    Ok(token)
}

async fn renew(db: &Db, session: SessionId, now: Timestamp) -> Result<(), Error> {
    let txn = db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now.0))
        .col_expr(
            session::Column::ExpiresAt,
            Expr::value(now.plus_days(IDLE_DAYS).0),
        )
        .filter(session::Column::Id.eq(session.0))
        .exec(&txn)
        .await?;
    Ok(txn.commit().await?)
}
