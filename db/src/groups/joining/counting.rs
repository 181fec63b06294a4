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
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Counts a use of the key if it is open, and records who used it when. The condition and the
/// count are one statement: that is why the maximum holds.
pub(super) async fn count_redemption(
    txn: &Txn,
    key: KeyId,
    user: UserId,
    now: Timestamp,
) -> Result<(), Error> {
    let before = redemption::Entity::find_by_id((key, user)).one(txn).await?;
    let uses = i64::from(before.is_none());
    let counted = Sql::new(txn)
        .add(
            "UPDATE group_keys SET used = used + ? WHERE id = ?",
            [uses.into(), key.into()],
        )
        .add(keys::KEY_OPEN_SQL, [now.into(), now.into()])
        .execute(txn)
        .await?;
    if counted == 0 {
        return Err(Error::KeyRejected);
    }
    if before.is_none() {
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
