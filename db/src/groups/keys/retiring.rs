//! Replacing and deleting keys: both end what the old key opens.
use super::{insert, lock};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group_key, redemption},
    },
    delivery::throttles::AddedKey,
};
use domain::{
    activity::Activity,
    ids::{GroupId, KeyId},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

/// Replaces the key with a generated one that has the same limits and count. The redemptions
/// move to the new key: users who redeemed the old one are not counted again.
///
/// # Errors
/// As for [`set_limits`](super::set_limits).
pub async fn rotate(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
) -> Result<KeyId, Error> {
    let txn = db.write().await?;
    let old = lock(&txn, group, key).await?;
    let fresh = AddedKey::generated(old.limits())?;
    let id = insert(&txn, db.secrets(), group, &fresh, audit.at).await?;
    let row = group_key::ActiveModel {
        id: Set(id),
        used: Set(old.used),
        paused: Set(old.paused),
        ..Default::default()
    };
    row.update(&txn).await?;
    redemption::Entity::update_many()
        .col_expr(redemption::Column::KeyId, Expr::value(id))
        .filter(redemption::Column::KeyId.eq(key))
        .exec(&txn)
        .await?;
    set_retired(&txn, old, audit.at).await?;
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeyReplaced {})
        .await?;
    txn.commit().await?;
    Ok(id)
}

/// Retires the key: it no longer works; its redemptions stay on record.
///
/// # Errors
/// As for [`set_limits`](super::set_limits).
pub async fn retire(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    key: KeyId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let old = lock(&txn, group, key).await?;
    set_retired(&txn, old, audit.at).await?;
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::KeyDeleted {})
        .await?;
    txn.commit().await
}

async fn set_retired(txn: &Txn, key: group_key::Model, at: Timestamp) -> Result<(), Error> {
    let mut row = key.into_active_model();
    row.retired_at = Set(Some(at));
    row.update(txn).await?;
    Ok(())
}
