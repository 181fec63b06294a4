//! A user who is changed by one at a time.
use crate::{Error, Txn, entities::user, user_types};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The user, whom nobody else changes until the transaction ends. Unless he `stays` an active
/// SuperAdmin of the whole portal where he is one, he may not be the last.
pub(crate) async fn lock(txn: &Txn, user: UserId, stays: bool) -> Result<user::Model, Error> {
    let find = || user::Entity::find_by_id(user.0);
    let seen = find().one(txn).await?.ok_or(Error::NotFound)?;
    let super_admin = user_types::id_of(txn, BuiltIn::SuperAdmin).await?;
    if !stays && seen.user_type_id == super_admin.0 {
        keep_a_super_admin(txn, super_admin, user).await?;
    }
    let row = find()
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    if row.user_type_id != seen.user_type_id {
        return Err(Error::Conflict);
    }
    Ok(row)
}

/// Refuses where `user` is the only active SuperAdmin of the whole portal: one of a branch has
/// no way to what is outside. The rows are locked in one order, so
/// that two who step down at once come one after the other.
async fn keep_a_super_admin(txn: &Txn, super_admin: UserTypeId, user: UserId) -> Result<(), Error> {
    let all = user::Entity::find()
        .filter(user::Column::UserTypeId.eq(super_admin.0))
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::BranchId.is_null())
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    match all.as_slice() {
        [only] if only.id == user.0 => Err(Error::LastSuperAdmin),
        _ => Ok(()),
    }
}
