//! One-time links: their tokens are stored only as hashes.
pub(crate) use crate::base::entities::one_time_link::TokenPurpose;
use crate::{
    Error, Txn,
    base::{
        activity::ROWS_AT_ONCE,
        entities::one_time_link::{self, Column},
        secrets::{self, token_hash},
        sql::Sql,
    },
};
use domain::{ids::UserId, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

impl TokenPurpose {
    /// How long such a link is valid, in seconds.
    const fn ttl_seconds(self) -> i64 {
        match self {
            Self::Confirm | Self::Email => 24 * 3600,
            Self::Password => 3600,
        }
    }
}

/// Creates a link and deletes the user's older ones for this purpose; returns its token. Without
/// a user the same is done, but the link is never valid.
pub(crate) async fn issue(
    txn: &Txn,
    kind: TokenPurpose,
    user: Option<UserId>,
    now: Timestamp,
) -> Result<String, Error> {
    issue_with(txn, kind, user, None, now).await
}

/// Creates a link that proves the user's new address, which may become the login, too, as [`issue`] does.
pub(crate) async fn issue_for_email(
    txn: &Txn,
    user: UserId,
    email: &str,
    changes_login: bool,
    now: Timestamp,
) -> Result<String, Error> {
    let new = Some((email, changes_login));
    issue_with(txn, TokenPurpose::Email, Some(user), new, now).await
}

async fn issue_with(
    txn: &Txn,
    kind: TokenPurpose,
    user: Option<UserId>,
    new: Option<(&str, bool)>,
    now: Timestamp,
) -> Result<String, Error> {
    let token = secrets::token()?;
    end_all(txn, kind, user.unwrap_or(UserId(0))).await?;
    let row = one_time_link::ActiveModel {
        hash: Set(token_hash(&token)),
        kind: Set(kind),
        user_id: Set(user),
        expires_at: Set(now.plus_seconds(kind.ttl_seconds())),
        email: Set(new.map(|(email, _)| email.to_owned())),
        changes_login: Set(new.is_some_and(|(_, changes)| changes)),
    };
    one_time_link::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(token)
}

/// Invites these users to choose a password: creates a link for each, which works for so many days;
/// returns the tokens in order.
pub(crate) async fn invite(
    txn: &Txn,
    users: &[UserId],
    days: i64,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    end_all_of(txn, TokenPurpose::Password, users).await?;
    let tokens: Vec<String> = users
        .iter()
        .map(|_| secrets::token())
        .collect::<Result<_, _>>()?;
    let rows: Vec<_> = users
        .iter()
        .zip(&tokens)
        .map(|(user, token)| one_time_link::ActiveModel {
            hash: Set(token_hash(token)),
            kind: Set(TokenPurpose::Password),
            user_id: Set(Some(*user)),
            expires_at: Set(now.plus_days(days)),
            email: Set(None),
            changes_login: Set(false),
        })
        .collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        one_time_link::Entity::insert_many(some.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(tokens)
}

/// Deletes the links of these users for this purpose.
pub(crate) async fn end_all_of(
    txn: &Txn,
    kind: TokenPurpose,
    users: &[UserId],
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "DELETE FROM one_time_links WHERE kind = ? AND user_id IN ",
            [kind.into()],
        )
        .ids(users)
        .execute(txn)
        .await?;
    Ok(())
}

/// Returns the link's owner, without using it up.
pub(crate) async fn owner_of(
    conn: &impl ConnectionTrait,
    kind: TokenPurpose,
    token: &str,
    now: Timestamp,
) -> Result<UserId, Error> {
    let row = find(kind, token, now).one(conn).await?;
    let user = row.and_then(|row| row.user_id);
    user.ok_or(Error::LinkExpired)
}

/// Returns the new address that the link proves, and whether it becomes the login, too.
pub(crate) async fn email_of(
    conn: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<(String, bool), Error> {
    let row = find(TokenPurpose::Email, token, now).one(conn).await?;
    let new = row.and_then(|row| Some((row.email?, row.changes_login)));
    new.ok_or(Error::LinkExpired)
}

/// Returns the address that the user wants and has not proven yet.
pub(crate) async fn pending_email(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let row = one_time_link::Entity::find()
        .filter(Column::UserId.eq(user))
        .filter(Column::Kind.eq(TokenPurpose::Email))
        .filter(Column::ExpiresAt.gt(now))
        .one(conn)
        .await?;
    Ok(row.and_then(|row| row.email))
}

/// Whether the link has an owner and is still valid.
pub(crate) async fn is_valid(
    conn: &impl ConnectionTrait,
    kind: TokenPurpose,
    token: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    match owner_of(conn, kind, token, now).await {
        Ok(_) => Ok(true),
        Err(Error::LinkExpired) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Uses up the link. Of several concurrent calls, only the one that deletes the row succeeds.
pub(crate) async fn consume(
    txn: &Txn,
    kind: TokenPurpose,
    token: &str,
    now: Timestamp,
) -> Result<UserId, Error> {
    let user = owner_of(txn, kind, token, now).await?;
    let taken = one_time_link::Entity::delete_many()
        .filter(Column::Hash.eq(token_hash(token)))
        .filter(Column::Kind.eq(kind))
        .filter(Column::ExpiresAt.gt(now))
        .exec(txn)
        .await?;
    if taken.rows_affected == 1 {
        Ok(user)
    } else {
        Err(Error::LinkExpired)
    }
}

/// Deletes the user's links for this purpose.
pub(crate) async fn end_all(txn: &Txn, kind: TokenPurpose, user: UserId) -> Result<(), Error> {
    one_time_link::Entity::delete_many()
        .filter(Column::UserId.eq(user))
        .filter(Column::Kind.eq(kind))
        .exec(txn)
        .await?;
    Ok(())
}

/// Deletes expired links; returns how many.
pub(crate) async fn sweep(txn: &Txn, now: Timestamp) -> Result<u64, Error> {
    let swept = one_time_link::Entity::delete_many()
        .filter(Column::ExpiresAt.lte(now))
        .exec(txn)
        .await?;
    Ok(swept.rows_affected)
}

fn find(kind: TokenPurpose, token: &str, now: Timestamp) -> Select<one_time_link::Entity> {
    one_time_link::Entity::find_by_id(token_hash(token))
        .filter(Column::Kind.eq(kind))
        .filter(Column::ExpiresAt.gt(now))
}
