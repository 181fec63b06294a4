//! Who may do what. The only place that answers that question: the server refuses with the
//! very function with which the page hides a button.
mod action;
#[cfg(test)]
mod tests;

pub use action::Action;

use crate::{
    access_scope::AccessScope,
    branches::BranchOption,
    ids::{UserId, UserTypeId},
    permissions::{PermissionSet, Role, of_role},
};
use serde::{Deserialize, Serialize};

/// Who asks: a signed-in, active user with what his type holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: UserId,
    /// First and last name.
    pub name: String,
    pub user_type: UserTypeId,
    pub user_type_name: String,
    pub permissions: PermissionSet,
    /// What he administers ends where his branch does; `None` is the whole portal.
    pub branch: Option<BranchOption>,
    /// The hat he wears now: what the pages show, not what he may do.
    pub role: Role,
    /// Who really sits there, where an administrator acts as this user.
    pub acting: Option<RealActor>,
}

/// The real user of a session in which somebody acts as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RealActor {
    pub id: UserId,
    /// First and last name.
    pub name: String,
}

/// Whether who holds `own` may give somebody a type that holds `given`. Nobody grants more than
/// he holds; what is about one's own courses only, the rights of learners and instructors, goes
/// to whomever he adds.
pub fn may_grant(own: &PermissionSet, given: &PermissionSet) -> bool {
    let administers = given
        .iter()
        .any(|permission| permission.role() == Some(Role::Administrator));
    !administers || given.is_subset(own)
}

impl Actor {
    pub fn may(&self, action: Action) -> bool {
        let himself = self.acting.is_none() || !action.is_personal();
        let of_all = self.branch.is_none() || !action.is_portal_wide();
        himself && of_all && action.is_allowed(&self.permissions)
    }

    /// Whether the pages of the role he wears show it.
    pub fn is_visible(&self, action: Action) -> bool {
        self.may(action) && self.is_allowed_as(self.role(), action)
    }

    /// How far he may do it: in his branch; and where he does it as an instructor, because he
    /// wears that hat or holds no administrator's right to it, on what is his own.
    pub fn scope(&self, action: Action) -> AccessScope {
        let teaches = self.is_allowed_as(Role::Instructor, action)
            && (self.role() == Role::Instructor
                || !self.is_allowed_as(Role::Administrator, action));
        AccessScope {
            branch: self.branch.as_ref().map(|branch| branch.id),
            instructor: teaches.then_some(self.id),
        }
    }

    /// Whether he says who teaches what he edits by this: not where he is its instructor himself.
    pub fn may_assign_instructors(&self, editing: Action) -> bool {
        self.may(editing) && self.scope(editing).instructor.is_none()
    }

    /// Whether the permissions of this role allow it, with those that belong to none.
    fn is_allowed_as(&self, role: Role, action: Action) -> bool {
        action.is_allowed(&of_role(&self.permissions, role))
    }

    /// Whether he may give somebody a type that holds this: see [`may_give`].
    pub fn may_grant(&self, permissions: &PermissionSet) -> bool {
        may_grant(&self.permissions, permissions)
    }

    /// Whether he may act as this user of his realm, whose type holds this: never as himself,
    /// and never as somebody who may do more.
    pub fn may_act_as(&self, user: UserId, permissions: &PermissionSet) -> bool {
        self.may(Action::ActAs) && self.id != user && self.may_grant(permissions)
    }

    /// Whether he may edit this type: not the one he is in, and none that holds more than he may
    /// give.
    pub fn may_edit_type(&self, user_type: UserTypeId, permissions: &PermissionSet) -> bool {
        self.may(Action::EditUserTypes)
            && self.user_type != user_type
            && self.may_grant(permissions)
    }

    /// The roles in which the user's type has a permission, in the order of precedence.
    pub fn roles(&self) -> Vec<Role> {
        Role::of(&self.permissions)
    }

    /// The hat he wears; where his type has lost it, the first it has.
    pub fn role(&self) -> Role {
        let roles = self.roles();
        let worn = roles.iter().find(|role| **role == self.role);
        worn.or(roles.first()).copied().unwrap_or(Role::Learner)
    }
}
