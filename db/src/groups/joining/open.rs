//! Keys that guests sign up with, which are kept by their ids until the address is proven.
use super::{JoinCredential, OpenKey, credential::find};
use crate::{
    Db, Error,
    base::entities::{group, group_key},
};
use domain::{ids::KeyId, keys::KeyState, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

impl OpenKey {
    pub(crate) const fn id(self) -> KeyId {
        self.0
    }
}

/// Returns the key of this join link, if anyone can join with it now, and its group.
pub(crate) async fn open_link(
    db: &Db,
    conn: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<(OpenKey, group::Model)>, Error> {
    match find(db, conn, JoinCredential::Link(token)).await {
        Ok((key, group)) => {
            let is_open = key.state(now) == KeyState::Open;
            Ok(is_open.then_some((OpenKey(key.id), group)))
        }
        Err(Error::KeyRejected) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the key, if anyone can join with it now, and its group.
pub(crate) async fn still_open(
    conn: &impl ConnectionTrait,
    key: Option<KeyId>,
    now: Timestamp,
) -> Result<Option<(OpenKey, group::Model)>, Error> {
    let Some(id) = key else { return Ok(None) };
    let found = group_key::Entity::find_by_id(id)
        .filter(group_key::Column::RetiredAt.is_null())
        .one(conn)
        .await?;
    let Some(key) = found.filter(|key| key.state(now) == KeyState::Open) else {
        return Ok(None);
    };
    let group = group::Entity::find_by_id(key.group_id)
        .filter(group::Column::DeletedAt.is_null())
        .one(conn)
        .await?;
    Ok(group.map(|group| (OpenKey(id), group)))
}

/// Returns the token of the key's join link.
pub(crate) async fn link_of(
    db: &Db,
    conn: &impl ConnectionTrait,
    key: OpenKey,
) -> Result<String, Error> {
    let row = group_key::Entity::find_by_id(key.id()).one(conn).await?;
    let row = row.ok_or(Error::KeyRejected)?;
    Ok(db.secrets().link_token(row.id, &row.lookup))
}
