//! The passkeys of an account.
use crate::{Db, Error, Txn, base::entities::passkey};
use data_encoding::BASE64URL_NOPAD;
use domain::{ids::UserId, second_factor::PasskeyRow};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use webauthn_rs::prelude::Passkey;

/// Returns them in the order in which they were added.
pub(super) async fn of_user(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<passkey::Model>, Error> {
    let rows = passkey::Entity::find()
        .filter(passkey::Column::UserId.eq(user))
        .order_by_asc(passkey::Column::Id)
        .all(conn)
        .await?;
    Ok(rows)
}

pub(in super::super) async fn list(db: &Db, user: UserId) -> Result<Vec<PasskeyRow>, Error> {
    let rows = of_user(db.read(), user).await?.into_iter();
    let rows = rows.map(|row| PasskeyRow {
        id: row.id,
        name: row.name,
        added_at: row.added_at,
        last_used_at: row.last_used_at,
    });
    Ok(rows.collect())
}

pub(in super::super) async fn has_any(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<bool, Error> {
    let rows = passkey::Entity::find().filter(passkey::Column::UserId.eq(user));
    Ok(rows.count(conn).await? > 0)
}

/// Removes all of an account; returns whether there was one.
pub(in super::super) async fn remove_all(txn: &Txn, user: UserId) -> Result<bool, Error> {
    let removed = passkey::Entity::delete_many()
        .filter(passkey::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    Ok(removed.rows_affected > 0)
}

pub(super) fn key_of(row: &passkey::Model) -> Result<Passkey, Error> {
    serde_json::from_str(&row.credential).map_err(|_| Error::InvalidData("passkeys.credential"))
}

pub(super) fn stored(key: &Passkey) -> Result<String, Error> {
    serde_json::to_string(key).map_err(|_| Error::InvalidData("passkeys.credential"))
}

/// How a credential is found.
pub(super) fn credential_id(id: &[u8]) -> String {
    BASE64URL_NOPAD.encode(id)
}
