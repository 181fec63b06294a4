//! Who may do what. The only place that decides it: the server refuses with the same function
//! that hides a button on the page.
mod action;
#[cfg(test)]
mod tests;

pub use action::Action;

use crate::{
    access_scope::AccessScope,
    ids::{BranchOption, UserId, UserTypeId},
    permissions::{Permission, PermissionSet, Role, of_role},
};
use serde::{Deserialize, Serialize};

/// The caller: a signed-in, active user with the current permissions of their type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: UserId,
    /// First and last name.
    pub name: String,
    pub user_type: UserTypeId,
    pub user_type_name: String,
    pub permissions: PermissionSet,
    /// The branch to which the actor's administration is limited; `None` is the whole portal.
    pub branch: Option<BranchOption>,
    /// The active role: it decides what the pages show, not what the actor may do.
    pub role: Role,
    /// The real user, if an administrator acts as this one.
    pub acting: Option<RealActor>,
    /// Whether the account's type demands a second factor, and it has none: until then nothing else is
    /// allowed.
    #[serde(default)]
    pub lacks_second_factor: bool,
}

/// The real user of a session that acts as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RealActor {
    pub id: UserId,
    /// First and last name.
    pub name: String,
}

/// Whether someone with the permissions `own` may grant a type with the permissions `given`. A
/// type with an administrator's permissions must not exceed their own; those of learners and
/// instructors concern only their own courses and can be granted to everyone.
pub fn may_grant(own: &PermissionSet, given: &PermissionSet) -> bool {
    let administers = given
        .iter()
        .any(|permission| permission.role() == Some(Role::Administrator));
    !administers || given.is_subset(own)
}

impl Actor {
    /// The account behind the actor: an administrator's own while they act as another user.
    pub fn real_id(&self) -> UserId {
        self.acting.as_ref().map_or(self.id, |real| real.id)
    }

    pub fn may(&self, action: Action) -> bool {
        let as_self = self.acting.is_none() || !action.is_personal();
        let of_all = self.branch.is_none() || !action.is_portal_wide();
        let is_secure = !self.lacks_second_factor || action.needs_no_second_factor();
        is_secure && as_self && of_all && action.is_allowed(&self.permissions)
    }

    /// Whether the pages of the active role show it.
    pub fn is_visible(&self, action: Action) -> bool {
        self.may(action) && self.is_allowed_as(self.role(), action)
    }

    /// The actor's branch; only taught items if the right is an instructor's: in that active
    /// role, or without an administrator's right to the action.
    pub fn scope(&self, action: Action) -> AccessScope {
        let teaches = self.is_allowed_as(Role::Instructor, action)
            && (self.role() == Role::Instructor
                || !self.is_allowed_as(Role::Administrator, action));
        AccessScope {
            branch: self.branch.as_ref().map(|branch| branch.id),
            instructor: teaches.then_some(self.id),
        }
    }

    /// Whether the actor may assign instructors to what they edit: not as its instructor.
    pub fn may_assign_instructors(&self, editing: Action) -> bool {
        self.may(editing) && self.scope(editing).instructor.is_none()
    }

    /// Whether the actor may do everything in the whole portal.
    pub fn is_unrestricted(&self) -> bool {
        let has = |permission| self.permissions.contains(permission);
        self.branch.is_none() && Permission::ALL.iter().all(has)
    }

    /// Whether the actor can look at every key, so that a key that is taken tells them nothing.
    pub fn sees_all_keys(&self) -> bool {
        self.may(Action::ManageKeys) && self.scope(Action::ManageKeys).is_unrestricted()
    }

    /// Whether the actor sees in a group also the users who are not its members.
    pub fn may_see_non_members(&self) -> bool {
        self.may(Action::ListUsers) || self.may(Action::EditMembers)
    }

    /// Whether the permissions of this role, and those of no role, allow the action.
    fn is_allowed_as(&self, role: Role, action: Action) -> bool {
        action.is_allowed(&of_role(&self.permissions, role))
    }

    /// Whether the actor may grant a type with these permissions: see [`may_grant`].
    pub fn may_grant(&self, permissions: &PermissionSet) -> bool {
        may_grant(&self.permissions, permissions)
    }

    /// Whether the actor may act as this user of their scope with these permissions: never as
    /// themselves, and never as someone with more permissions.
    pub fn may_act_as(&self, user: UserId, permissions: &PermissionSet) -> bool {
        self.may(Action::ActAs) && self.id != user && self.may_grant(permissions)
    }

    /// Whether the actor may edit this type: not their own type, and none with permissions they
    /// may not grant.
    pub fn may_edit_type(&self, user_type: UserTypeId, permissions: &PermissionSet) -> bool {
        self.may(Action::EditUserTypes)
            && self.user_type != user_type
            && self.may_grant(permissions)
    }

    /// The roles in which the user's type has a permission, in order of precedence.
    pub fn roles(&self) -> Vec<Role> {
        Role::of(&self.permissions)
    }

    /// The active role; if the type has lost it, the type's first role.
    pub fn role(&self) -> Role {
        let roles = self.roles();
        let worn = roles.iter().find(|role| **role == self.role);
        worn.or(roles.first()).copied().unwrap_or(Role::Learner)
    }
}
