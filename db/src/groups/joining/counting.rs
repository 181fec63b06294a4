//! Counting the uses of a key.
use crate::{
    Error, Txn,
    base::{entities::redemption, sql::Sql},
    groups::keys,
};
use domain::{
    ids::{KeyId, UserId},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

/// Counts a use of the key if it is open, and records who used it when. The condition and the
/// count are one statement: that is why the maximum holds. Who used it before is not counted again,
/// and so the maximum does not keep them out.
pub(super) async fn count_redemption(
    txn: &Txn,
    key: KeyId,
    user: UserId,
    now: Timestamp,
) -> Result<(), Error> {
    let is_new = !has_redeemed(txn, key, user).await?;
    let uses = i64::from(is_new);
    let counted = Sql::new(txn)
        .add(
            "UPDATE group_keys SET used = used + ? WHERE id = ?",
            [uses.into(), key.into()],
        )
        .when(is_new, keys::KEY_HAS_USES_SQL, [])
        .add(keys::KEY_OPEN_SQL, [now.into(), now.into()])
        .execute(txn)
        .await?;
    if counted == 0 {
        return Err(Error::KeyRejected);
    }
    if is_new {
        let row = redemption::ActiveModel {
            key_id: Set(key),
            user_id: Set(user),
            redeemed_at: Set(now),
        };
        redemption::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// Whether the user has redeemed the key.
pub(super) async fn has_redeemed(
    conn: &impl ConnectionTrait,
    key: KeyId,
    user: UserId,
) -> Result<bool, Error> {
    let found = redemption::Entity::find_by_id((key, user))
        .one(conn)
        .await?;
    Ok(found.is_some())
}
