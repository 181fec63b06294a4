//! Locking users against concurrent changes; one active SuperAdmin must remain.
use crate::{Error, Txn, access::user_types, base::entities::user};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

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
/// access to the rest.
async fn keep_a_super_admin(txn: &Txn, super_admin: UserTypeId, user: UserId) -> Result<(), Error> {
    let all = lock_super_admins(txn, super_admin).await?;
    match all.as_slice() {
        [only] if only.id == user => Err(Error::LastSuperAdmin),
        _ => Ok(()),
    }
}

/// Locks them in a fixed order, so that two who step down at the same time do so one after the other.
async fn lock_super_admins(txn: &Txn, super_admin: UserTypeId) -> Result<Vec<user::Model>, Error> {
    let all = super_admins(super_admin).order_by_asc(user::Column::Id);
    Ok(all.lock_exclusive().all(txn).await?)
}

fn super_admins(super_admin: UserTypeId) -> Select<user::Entity> {
    user::Entity::find()
        .filter(user::Column::UserTypeId.eq(super_admin))
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::BranchId.is_null())
}

/// How many active SuperAdmins the whole portal has: one must remain.
pub(crate) struct SuperAdmins {
    user_type: UserTypeId,
    number: u64,
}

impl SuperAdmins {
    pub(crate) async fn count(conn: &impl ConnectionTrait) -> Result<Self, Error> {
        let user_type = user_types::id_of(conn, BuiltIn::SuperAdmin).await?;
        let number = super_admins(user_type).count(conn).await?;
        Ok(Self { user_type, number })
    }

    /// As [`Self::count`], locked as by [`lock`].
    pub(crate) async fn lock(txn: &Txn) -> Result<Self, Error> {
        let user_type = user_types::id_of(txn, BuiltIn::SuperAdmin).await?;
        let all = lock_super_admins(txn, user_type).await?;
        Ok(Self {
            user_type,
            number: all.len() as u64,
        })
    }

    pub(crate) const fn user_type(&self) -> UserTypeId {
        self.user_type
    }

    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// Whether this user can end being one, if they are; then they count no longer.
    pub(crate) fn spare(&mut self, user: &user::Model) -> bool {
        let is_one = user.user_type_id == self.user_type && user.active && user.branch_id.is_none();
        if is_one && self.number <= 1 {
            return false;
        }
        self.number -= u64::from(is_one);
        true
    }
}
