//! Who started something that goes on without them, such as an import, and what they may do, as their permissions are
//! now.
use super::user_types;
use crate::{
    AuditContext, Db, Error,
    base::entities::{made_by::MadeBy, user},
};
use domain::{
    access_scope::AccessScope,
    ids::{BranchOption, UserId},
    permissions::{PermissionSet, Role},
    policy::{Action, Actor},
    time::Timestamp,
};
use sea_orm::EntityTrait;

/// Who started something that goes on without them, as it is stored.
pub(crate) struct InitiatorRecord {
    pub made_by: MadeBy,
    pub actor_id: Option<UserId>,
    /// The user whose permissions count.
    pub rights_id: Option<UserId>,
    pub name: String,
    pub address: String,
    /// How far it could reach when it was started.
    pub scope: AccessScope,
}

impl From<&AuditContext> for InitiatorRecord {
    fn from(audit: &AuditContext) -> Self {
        Self {
            made_by: match (audit.actor, audit.acting_as) {
                (None, _) => MadeBy::Portal,
                (Some(_), None) => MadeBy::User,
                (Some(_), Some(_)) => MadeBy::Acting,
            },
            actor_id: audit.actor,
            rights_id: audit.acting_as.or(audit.actor),
            name: audit.name.clone(),
            address: audit.address.clone(),
            scope: audit.scope,
        }
    }
}

/// Who started it, with their permissions as they are now.
pub(crate) struct Initiator {
    record: InitiatorRecord,
    /// The user whose permissions count; `None` is the portal, or a user who may do nothing now.
    actor: Option<Actor>,
    /// What it can reach.
    pub scope: AccessScope,
}

impl Initiator {
    pub(crate) async fn of(db: &Db, record: impl Into<InitiatorRecord>) -> Result<Self, Error> {
        let record = record.into();
        let mut scope = record.scope;
        let user = match record.rights_id {
            Some(user) => user::Entity::find_by_id(user).one(db.read()).await?,
            None => None,
        };
        let user = user.filter(|user| user.active);
        // Of another branch than at the start: nothing of that one is in reach.
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
            record,
            actor,
            scope,
        })
    }

    pub(crate) fn is_portal(&self) -> bool {
        self.record.made_by == MadeBy::Portal
    }

    /// Whether the actor acts as another user, and so sets no passwords.
    pub(crate) fn is_acting(&self) -> bool {
        self.record.made_by == MadeBy::Acting
    }

    /// Whether it is their own account.
    pub(crate) fn is_self(&self, user: UserId) -> bool {
        [self.record.actor_id, self.record.rights_id].contains(&Some(user))
    }

    pub(crate) fn may(&self, action: Action) -> bool {
        self.is_portal() || self.actor.as_ref().is_some_and(|actor| actor.may(action))
    }

    /// Whether a key that is taken tells them nothing.
    pub(crate) fn sees_all_keys(&self) -> bool {
        let actor = self.actor.as_ref();
        self.is_portal() || self.scope.is_unrestricted() && actor.is_some_and(Actor::sees_all_keys)
    }

    /// Returns what another right than the one it was started with reaches.
    pub(crate) fn scope_for(&self, action: Action) -> Option<AccessScope> {
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

    /// The accounts that are their own: both while acting as another user.
    pub(crate) fn own_accounts(&self) -> Vec<UserId> {
        let ids = [self.record.actor_id, self.record.rights_id];
        ids.into_iter().flatten().collect()
    }

    /// Whether they may give, and edit users of, a type with these permissions.
    pub(crate) fn may_grant(&self, permissions: &PermissionSet) -> bool {
        let actor = self.actor.as_ref();
        self.is_portal() || actor.is_some_and(|actor| actor.may_grant(permissions))
    }

    /// Returns the audit context of what is done for them, in its scope.
    pub(crate) fn audit(&self, at: Timestamp) -> AuditContext {
        AuditContext {
            actor: self.record.actor_id,
            acting_as: self.record.rights_id.filter(|_| self.is_acting()),
            name: self.record.name.clone(),
            address: self.record.address.clone(),
            at,
            scope: self.scope,
            form: None,
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
