//! What the importer may do, as their permissions are now.
use super::states::find;
use crate::{
    AuditContext, Db, Error,
    access::user_types,
    base::entities::{
        import::{self, MadeBy},
        user,
    },
};
use domain::{
    access_scope::AccessScope,
    ids::{BranchOption, ImportId, UserId},
    permissions::{PermissionSet, Role},
    policy::{Action, Actor},
    time::Timestamp,
    users::UserTypeOption,
};
use sea_orm::EntityTrait;

/// Who made an import.
pub(super) struct Importer {
    made_by: MadeBy,
    actor_id: Option<UserId>,
    rights_id: Option<UserId>,
    name: String,
    address: String,
    /// The user whose permissions count; `None` is the portal, or a user who may do nothing now.
    actor: Option<Actor>,
    /// What the import can reach.
    pub scope: AccessScope,
}

impl Importer {
    pub(super) async fn of(db: &Db, row: &import::Model) -> Result<Self, Error> {
        let mut scope = row.scope();
        let user = match row.rights_id {
            Some(user) => user::Entity::find_by_id(user).one(db.read()).await?,
            None => None,
        };
        let user = user.filter(|user| user.active);
        // Of another branch than at the upload: nothing of that one is in reach.
        let user = user.filter(|user| {
            user.branch_id.is_none() || scope.branch.is_none() || user.branch_id == scope.branch
        });
        let actor = match user {
            Some(user) => {
                scope.branch = scope.branch.or(user.branch_id);
                Some(actor(db, user).await?)
            }
            None => None,
        };
        Ok(Self {
            made_by: row.made_by,
            actor_id: row.actor_id,
            rights_id: row.rights_id,
            name: row.actor_name.clone(),
            address: row.address.clone(),
            actor,
            scope,
        })
    }

    pub(super) fn is_portal(&self) -> bool {
        self.made_by == MadeBy::Portal
    }

    /// Whether the actor acts as another user, and so sets no passwords.
    pub(super) fn is_acting(&self) -> bool {
        self.made_by == MadeBy::Acting
    }

    /// Whether it is the importer's own account.
    pub(super) fn is_self(&self, user: UserId) -> bool {
        [self.actor_id, self.rights_id].contains(&Some(user))
    }

    pub(super) fn may(&self, action: Action) -> bool {
        self.is_portal() || self.actor.as_ref().is_some_and(|actor| actor.may(action))
    }

    /// Whether a key that is taken tells them nothing.
    pub(super) fn sees_all_keys(&self) -> bool {
        let actor = self.actor.as_ref();
        self.is_portal() || self.scope.is_unrestricted() && actor.is_some_and(Actor::sees_all_keys)
    }

    /// Returns what another right than the import's own reaches.
    pub(super) fn scope_for(&self, action: Action) -> Option<AccessScope> {
        if !self.may(action) {
            return None;
        }
        let scope = self.actor.as_ref().map(|actor| actor.scope(action));
        let scope = scope.unwrap_or(AccessScope::PORTAL);
        Some(AccessScope {
            branch: scope.branch.or(self.scope.branch),
            instructor: scope.instructor.or(self.scope.instructor),
        })
    }

    /// Whether they may give, and edit users of, a type with these permissions.
    pub(super) fn may_grant(&self, permissions: &PermissionSet) -> bool {
        let actor = self.actor.as_ref();
        self.is_portal() || actor.is_some_and(|actor| actor.may_grant(permissions))
    }

    /// Returns the audit context of what the import does, in its scope.
    pub(super) fn audit(&self, at: Timestamp) -> AuditContext {
        AuditContext {
            actor: self.actor_id,
            acting_as: self.rights_id.filter(|_| self.is_acting()),
            name: self.name.clone(),
            address: self.address.clone(),
            at,
            scope: self.scope,
        }
    }
}

async fn actor(db: &Db, user: user::Model) -> Result<Actor, Error> {
    let permissions = user_types::permissions(db, user.user_type_id).await?;
    let name = user.full_name();
    Ok(Actor {
        id: user.id,
        name,
        user_type: user.user_type_id,
        user_type_name: String::new(),
        permissions,
        branch: user.branch_id.map(|id| BranchOption {
            id,
            name: String::new(),
        }),
        role: Role::Administrator,
        acting: None,
        lacks_second_factor: false,
    })
}

/// Returns the user types that the importer can assign, as their permissions are now, by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn grantable_types(db: &Db, import: ImportId) -> Result<Vec<UserTypeOption>, Error> {
    let row = find(db.read(), import).await?;
    let importer = Importer::of(db, &row).await?;
    let mut types = user_types::list(db).await?;
    types.retain(|one| importer.may_grant(&one.permissions));
    Ok(types)
}
