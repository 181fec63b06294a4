//! Locking a user against concurrent changes.
use crate::{Error, Txn, access::user_types, base::entities::user};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Locks the user against other changes until the transaction ends. Refuses if they are the last
/// active SuperAdmin of the whole portal and would not remain one (`stays`).
pub(crate) async fn lock(txn: &Txn, user: UserId, stays: bool) -> Result<user::Model, Error> {
    let find = || user::Entity::find_by_id(user);
    let seen = find().one(txn).await?.ok_or(Error::NotFound)?;
    let super_admin = user_types::id_of(txn, BuiltIn::SuperAdmin).await?;
    if !stays && seen.user_type_id == super_admin {
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

/// Refuses if `user` is the only active SuperAdmin of the whole portal; one of a branch has no
/// access to the rest. The rows are locked in a fixed order, so that two who step down at the
/// same time do so one after the other.
async fn keep_a_super_admin(txn: &Txn, super_admin: UserTypeId, user: UserId) -> Result<(), Error> {
    let all = user::Entity::find()
        .filter(user::Column::UserTypeId.eq(super_admin))
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::BranchId.is_null())
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    match all.as_slice() {
        [only] if only.id == user => Err(Error::LastSuperAdmin),
        _ => Ok(()),
    }
}
