//! Whether someone may change user types. Decided under locks in the transaction that writes, so
//! that two concurrent changes cannot raise each other's permissions.
use super::{view::is_super_admin, with_permissions};
use crate::{
    AuditContext, Error, Txn,
    base::entities::{user, user_type},
};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::PermissionSet,
    policy::{self, Action},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The users changing a type: the actor, and the real user if that is another.
pub(super) struct Grantors {
    actor: UserId,
    users: Vec<user::Model>,
}

/// Their permissions, and the types they are about to change.
pub(super) struct LockedUserTypes {
    own: Vec<UserTypeId>,
    permissions: PermissionSet,
    types: Vec<(user_type::Model, PermissionSet)>,
}

impl Grantors {
    /// Users before types, the order of locks everywhere.
    pub(super) async fn lock(
        txn: &Txn,
        audit: &AuditContext,
        actor: UserId,
    ) -> Result<Self, Error> {
        let ids = [Some(actor), audit.actor].into_iter().flatten();
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(ids))
            .filter(user::Column::Active.eq(true))
            .order_by_asc(user::Column::Id)
            .lock_shared()
            .all(txn)
            .await?;
        Ok(Self { actor, users })
    }

    /// Locks these types and the grantors' own.
    pub(super) async fn locked_types(
        self,
        txn: &Txn,
        types: &[UserTypeId],
    ) -> Result<LockedUserTypes, Error> {
        let own: Vec<UserTypeId> = self.users.iter().map(|user| user.user_type_id).collect();
        let ids = types.iter().chain(&own).copied();
        let locked = user_type::Entity::find()
            .filter(user_type::Column::Id.is_in(ids))
            .order_by_asc(user_type::Column::Id)
            .lock_exclusive()
            .all(txn)
            .await?;
        let types = with_permissions(txn, locked).await?;
        let actor = self.users.iter().find(|user| user.id == self.actor);
        let actor = actor.ok_or(Error::UserTypeForbidden)?;
        let permissions = types.iter().find(|(row, _)| row.id == actor.user_type_id);
        let permissions = permissions.ok_or(Error::UserTypeForbidden)?.1.clone();
        // The permission may have been lost since the request was checked.
        if !Action::EditUserTypes.is_allowed(&permissions) {
            return Err(Error::UserTypeForbidden);
        }
        Ok(LockedUserTypes {
            own,
            permissions,
            types,
        })
    }
}

impl LockedUserTypes {
    pub(super) fn find(
        &self,
        user_type: UserTypeId,
    ) -> Result<&(user_type::Model, PermissionSet), Error> {
        let found = self.types.iter().find(|(row, _)| row.id == user_type);
        found.ok_or(Error::NotFound)
    }

    /// Returns a type that they can change: not their own, not SuperAdmin, and none with more
    /// permissions than theirs.
    pub(super) fn editable(
        &self,
        user_type: UserTypeId,
    ) -> Result<&(user_type::Model, PermissionSet), Error> {
        let found = self.find(user_type)?;
        let (row, permissions) = found;
        let within = self.may_grant(permissions) && !self.own.contains(&row.id);
        if within && !is_super_admin(row) {
            Ok(found)
        } else {
            Err(Error::UserTypeForbidden)
        }
    }

    pub(super) fn is_own(&self, user_type: UserTypeId) -> bool {
        self.own.contains(&user_type)
    }

    pub(super) fn may_grant(&self, permissions: &PermissionSet) -> bool {
        policy::may_grant(&self.permissions, permissions)
    }
}
