//! Finds the key that someone wants to join with.
use crate::{
    Db, Error,
    base::entities::{group, group_key},
    delivery::throttles::GuessedKey,
};
use domain::{
    activity::JoinedWith,
    ids::KeyId,
    keys::{GroupKey, PastedKey},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What someone wants to join with.
#[derive(Clone, Copy)]
pub(crate) enum JoinCredential<'a> {
    /// A key as it was typed.
    Key(GuessedKey<'a>),
    /// The token of a join link: it works like its key, and only while the key does.
    Link(&'a str),
}

impl JoinCredential<'_> {
    /// Returns what the activity line calls it.
    pub(super) const fn joined_with(self) -> JoinedWith {
        match self {
            Self::Key(_) => JoinedWith::Key,
            Self::Link(_) => JoinedWith::Link,
        }
    }
}

/// Returns the live key and its group, if the group is not in the trash.
pub(super) async fn find(
    db: &Db,
    conn: &impl ConnectionTrait,
    credential: JoinCredential<'_>,
) -> Result<(group_key::Model, group::Model), Error> {
    let found = match credential {
        JoinCredential::Key(typed) => of_key(db, conn, typed).await?,
        JoinCredential::Link(token) => of_link(db, conn, token).await?,
    };
    let key = found.ok_or(Error::KeyRejected)?;
    let group = group::Entity::find_by_id(key.group_id)
        .filter(group::Column::DeletedAt.is_null())
        .one(conn)
        .await?
        .ok_or(Error::KeyRejected)?;
    Ok((key, group))
}

/// The key as it was typed; else the generated one that it can mean.
async fn of_key(
    db: &Db,
    conn: &impl ConnectionTrait,
    typed: GuessedKey<'_>,
) -> Result<Option<group_key::Model>, Error> {
    let Some(PastedKey::Key(readings)) = PastedKey::read(typed.as_str()) else {
        return Ok(None);
    };
    let lookup = |folded: &str| db.secrets().lookup(folded);
    let as_typed = readings.as_typed().map(lookup);
    let generated: Vec<String> = readings.generated().iter().map(|key| lookup(key)).collect();
    let mut found = group_key::Entity::find()
        .filter(group_key::Column::Lookup.is_in(as_typed.iter().chain(&generated)))
        .filter(group_key::Column::RetiredAt.is_null())
        .all(conn)
        .await?;
    found.retain(|key| {
        as_typed.as_ref() == Some(&key.lookup)
            || db
                .secrets()
                .decrypt(&key.cipher)
                .is_ok_and(|key| GroupKey::is_generated(&key))
    });
    Ok(found.into_iter().min_by_key(|key| {
        let place = generated.iter().position(|lookup| *lookup == key.lookup);
        (as_typed.as_ref() != Some(&key.lookup), place)
    }))
}

/// The token contains the id of its key, and a proof that it belongs to it.
async fn of_link(
    db: &Db,
    conn: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<group_key::Model>, Error> {
    let Some((id, proof)) = token.split_once('-') else {
        return Ok(None);
    };
    let Ok(id) = id.parse::<KeyId>() else {
        return Ok(None);
    };
    let key = group_key::Entity::find_by_id(id)
        .filter(group_key::Column::RetiredAt.is_null())
        .one(conn)
        .await?;
    Ok(key.filter(|key| db.secrets().is_link_proof(proof, key.id, &key.lookup)))
}
