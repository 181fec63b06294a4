//! The Keys tab: a group's keys and who used them.
pub(crate) mod ending;
mod mailing;
mod redemptions;
mod retiring;

pub use mailing::{draft, fill, send};
pub use redemptions::redemptions;
pub use retiring::{retire, rotate};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, entities::group_key, secrets::Secrets, sent_forms},
    delivery::throttles::AddedKey,
    groups,
};
use domain::{
    activity::Activity,
    edits::{FormVersion, SavedForm},
    ids::{GroupId, KeyId},
    keys::{GroupKey, KeyRow, Limits},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// Returns the group's live keys, newest first.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list(db: &Db, group: GroupId, now: Timestamp) -> Result<Vec<KeyRow>, Error> {
    groups::find(db.read(), group).await?;
    let keys = group_key::Entity::find()
        .filter(group_key::Column::GroupId.eq(group))
        .filter(group_key::Column::RetiredAt.is_null())
        .order_by_desc(group_key::Column::Id)
        .all(db.read())
        .await?;
    keys.into_iter()
        .map(|key| {
            Ok(KeyRow {
                id: key.id,
                key: db.secrets().decrypt(&key.cipher).ok(),
                paused: key.paused,
                limits: key.limits(),
                used: key.used,
                state: key.state(now),
                link: db.secrets().link_token(key.id, &key.lookup),
                created_at: key.created_at,
                version: saved(&key).version(),
            })
        })
        .collect()
}

/// Returns the token of the join link of a live key.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired.
pub async fn link(db: &Db, group: GroupId, key: KeyId) -> Result<String, Error> {
    groups::find(db.read(), group).await?;
    let row = find_live(group, key).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(db.secrets().link_token(row.id, &row.lookup))
}

/// Whether the group has a key with which anyone can join at any time: live, not paused, and with
/// neither a maximum nor an end.
pub(crate) async fn has_open_key(
    connection: &impl ConnectionTrait,
    group: GroupId,
) -> Result<bool, Error> {
    let open = group_key::Entity::find()
        .filter(group_key::Column::GroupId.eq(group))
        .filter(group_key::Column::RetiredAt.is_null())
        .filter(group_key::Column::Paused.eq(false))
        .filter(group_key::Column::Maximum.is_null())
        .filter(group_key::Column::ExpiresAt.is_null());
    Ok(open.count(connection).await? > 0)
}

/// Adds a key to the group.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Taken`] where a live key of any group compares equal.
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: AddedKey<'_>,
) -> Result<KeyId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(KeyId(earlier));
    }
    groups::find(&txn, group).await?;
    let id = insert(&txn, db.secrets(), group, &key, audit.at).await?;
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeyAdded {})
        .await?;
    sent_forms::remember(&txn, audit, id).await?;
    txn.commit().await?;
    Ok(id)
}

/// Sets how often and when the key can be used. Uses so far stay counted.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired; [`Error::Edited`].
pub async fn set_limits(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
    version: &FormVersion,
    limits: Limits,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, group, key).await?;
    saved(&row).check(version)?;
    let mut row = row.into_active_model();
    row.maximum = Set(limits.maximum);
    row.starts_at = Set(limits.starts_at);
    row.expires_at = Set(limits.expires_at);
    row.update(&txn).await?;
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeyLimitsChanged {})
        .await?;
    txn.commit().await
}

/// Returns the limits of a key as they are saved.
fn saved(key: &group_key::Model) -> SavedForm {
    key.limits().add_to(SavedForm::new(), "Maximum redemptions")
}

/// Pauses the key, so that no one joins with it, or resumes it.
///
/// # Errors
/// [`Error::NotFound`], also where the key is another group's or retired.
pub async fn set_paused(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
    paused: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, group, key).await?;
    if row.paused == paused {
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.paused = Set(paused);
    row.update(&txn).await?;
    let activity = if paused {
        Activity::KeyPaused {}
    } else {
        Activity::KeyResumed {}
    };
    ActivitySubject::group(group)
        .log(&txn, audit, activity)
        .await?;
    txn.commit().await
}

/// Inserts a key of the group; logs nothing.
pub(crate) async fn insert(
    txn: &Txn,
    secrets: &Secrets,
    group: GroupId,
    new: &AddedKey<'_>,
    at: Timestamp,
) -> Result<KeyId, Error> {
    let new = new.as_new_key();
    let row = group_key::ActiveModel {
        group_id: Set(group),
        lookup: Set(secrets.lookup(&new.key.folded())),
        cipher: Set(secrets.encrypt(&new.key)?),
        paused: Set(false),
        maximum: Set(new.limits.maximum),
        used: Set(0),
        starts_at: Set(new.limits.starts_at),
        expires_at: Set(new.limits.expires_at),
        created_at: Set(at),
        retired_at: Set(None),
        ..Default::default()
    };
    let made = row.insert(txn).await?;
    Ok(made.id)
}

/// Condition that a key, or a coupon, has uses left.
pub(crate) const KEY_HAS_USES_SQL: &str = " AND (maximum IS NULL OR used < maximum)";

/// Condition that a key, or a coupon, with uses left can be used now, the same as
/// [`Limits::state`]; both `?` are the current time.
pub(crate) const KEY_OPEN_SQL: &str = " AND NOT paused \
     AND (starts_at IS NULL OR starts_at <= ?) AND (expires_at IS NULL OR expires_at > ?)";

/// Returns the live key, locked against other uses until the transaction ends. Call it before
/// users and groups are locked.
async fn lock(txn: &Txn, group: GroupId, key: KeyId) -> Result<group_key::Model, Error> {
    groups::find(txn, group).await?;
    find_live(group, key)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

fn find_live(group: GroupId, key: KeyId) -> Select<group_key::Entity> {
    group_key::Entity::find_by_id(key)
        .filter(group_key::Column::GroupId.eq(group))
        .filter(group_key::Column::RetiredAt.is_null())
}

/// Returns how a key is stored: what finds it, and what it is read from.
///
/// # Errors
/// [`Error::Secret`].
pub fn sealed(db: &Db, key: &GroupKey) -> Result<(String, String), Error> {
    let secrets = db.secrets();
    Ok((secrets.lookup(&key.folded()), secrets.encrypt(key)?))
}
