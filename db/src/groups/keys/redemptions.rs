//! Who used the keys of a group.
use crate::{
    Db, Error,
    base::entities::{group_key, redemption, user},
};
use domain::{
    ids::{GroupId, UserId},
    keys::RedemptionRow,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;

/// Returns who redeemed the group's keys and when, newest first, at most `most`.
///
/// # Errors
/// The database failed.
pub async fn redemptions(db: &Db, group: GroupId, most: u64) -> Result<Vec<RedemptionRow>, Error> {
    let keys = group_key::Entity::find()
        .select_only()
        .column(group_key::Column::Id)
        .filter(group_key::Column::GroupId.eq(group));
    let found = redemption::Entity::find()
        .filter(redemption::Column::KeyId.in_subquery(keys.into_query()))
        .order_by_desc(redemption::Column::RedeemedAt)
        .order_by_desc(redemption::Column::UserId)
        .limit(most)
        .all(db.read())
        .await?;
    let users: HashMap<UserId, (String, String)> = user::Entity::find()
        .filter(user::Column::Id.is_in(found.iter().map(|row| row.user_id)))
        .all(db.read())
        .await?
        .into_iter()
        .map(|user| (user.id, (user.full_name(), user.login)))
        .collect();
    Ok(found
        .into_iter()
        .map(|row| {
            let (name, login) = users.get(&row.user_id).cloned().unwrap_or_default();
            RedemptionRow {
                user: row.user_id,
                name,
                login,
                redeemed_at: row.redeemed_at,
            }
        })
        .collect())
}
