//! Who may do what. The only place that answers that question: the server refuses with the
//! very function with which the page hides a button.
use crate::{
    ids::{UserId, UserTypeId},
    permissions::{Permission, PermissionSet, Role},
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Know who one is, sign out.
    BeSignedIn,
    ListUsers,
    EditUsers,
    /// See the portal as another user does, and act for him.
    ActAs,
    ListUserTypes,
    EditUserTypes,
    ListCourses,
    EditCourses,
    /// Whoever sees courses or groups: both are filtered by category.
    ListCategories,
    ListGroups,
    EditGroups,
    EditMembers,
    AssignCourses,
    ManageKeys,
    ListOrders,
    /// Mark orders paid, cancel and refund them.
    EditOrders,
    EditCoupons,
    EditSettings,
    ViewActivity,
    /// See and take one's own courses.
    Learn,
    JoinByKey,
    /// See the catalog, and buy from it.
    BrowseCatalog,
    /// See and change one's own name, e-mail address and password.
    EditProfile,
}

impl Action {
    pub const ALL: [Self; 23] = [
        Self::BeSignedIn,
        Self::ListUsers,
        Self::EditUsers,
        Self::ActAs,
        Self::ListUserTypes,
        Self::EditUserTypes,
        Self::ListCourses,
        Self::EditCourses,
        Self::ListCategories,
        Self::ListGroups,
        Self::EditGroups,
        Self::EditMembers,
        Self::AssignCourses,
        Self::ManageKeys,
        Self::ListOrders,
        Self::EditOrders,
        Self::EditCoupons,
        Self::EditSettings,
        Self::ViewActivity,
        Self::Learn,
        Self::JoinByKey,
        Self::BrowseCatalog,
        Self::EditProfile,
    ];
}

impl Actor {
    pub fn may(&self, action: Action) -> bool {
        let holds = |leaf| self.permissions.contains(&leaf);
        match action {
            Action::BeSignedIn => true,
            Action::ListUsers => holds(Permission::ViewUsers),
            Action::EditUsers => holds(Permission::ViewUsers) && holds(Permission::EditUsers),
            Action::ActAs => holds(Permission::ViewUsers) && holds(Permission::ActAs),
            Action::ListUserTypes => holds(Permission::ViewUserTypes),
            Action::EditUserTypes => {
                holds(Permission::ViewUserTypes) && holds(Permission::EditUserTypes)
            }
            Action::ListCourses => holds(Permission::ViewCourses),
            Action::EditCourses => holds(Permission::ViewCourses) && holds(Permission::EditCourses),
            Action::ListCategories => {
                holds(Permission::ViewCourses) || holds(Permission::ViewGroups)
            }
            Action::ListGroups => holds(Permission::ViewGroups),
            Action::EditGroups => holds(Permission::ViewGroups) && holds(Permission::EditGroups),
            Action::EditMembers => holds(Permission::ViewGroups) && holds(Permission::EditMembers),
            Action::AssignCourses => {
                holds(Permission::ViewGroups) && holds(Permission::AssignCourses)
            }
            Action::ManageKeys => holds(Permission::ViewGroups) && holds(Permission::ManageKeys),
            Action::ListOrders => holds(Permission::ViewOrders),
            Action::EditOrders => holds(Permission::ViewOrders) && holds(Permission::EditOrders),
            Action::EditCoupons => holds(Permission::EditCoupons),
            Action::EditSettings => holds(Permission::EditSettings),
            Action::ViewActivity => {
                holds(Permission::ViewGroups) && holds(Permission::ViewActivity)
            }
            Action::Learn => holds(Permission::Learn),
            Action::JoinByKey => joins_by_key(&self.permissions),
            Action::BrowseCatalog => holds(Permission::Catalog),
            Action::EditProfile => holds(Permission::Profile),
        }
    }

    /// Whether he may give somebody a type that holds this. Nobody grants more than he holds;
    /// what is about one's own courses only, the rights of learners and instructors, goes to
    /// whomever he adds.
    pub fn may_give(&self, holds: &PermissionSet) -> bool {
        let administers = holds
            .iter()
            .any(|leaf| leaf.role() == Some(Role::Administrator));
        !administers || holds.is_subset(&self.permissions)
    }

    /// The roles in which the user's type has a permission, in the order of precedence.
    pub fn roles(&self) -> Vec<Role> {
        Role::ALL
            .into_iter()
            .filter(|role| {
                self.permissions
                    .iter()
                    .any(|leaf| leaf.role() == Some(*role))
            })
            .collect()
    }

    /// The role the user's pages start in.
    pub fn role(&self) -> Role {
        self.roles().first().copied().unwrap_or(Role::Learner)
    }
}

/// Whether a type that holds this lets its users join by key: asked for who signs up, too.
pub fn joins_by_key(holds: &PermissionSet) -> bool {
    holds.contains(&Permission::Learn) && holds.contains(&Permission::GroupKey)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::BuiltIn;

    #[test]
    fn nobody_gives_more_than_he_holds() {
        let actor = |built_in: BuiltIn| Actor {
            id: UserId(1),
            name: String::new(),
            user_type: UserTypeId(1),
            user_type_name: String::new(),
            permissions: built_in.permissions(),
        };
        let gives = |giver: BuiltIn| {
            let giver = actor(giver);
            BuiltIn::ALL.map(|given| giver.may_give(&given.permissions()))
        };
        assert_eq!(gives(BuiltIn::SuperAdmin), [true, true, true, true]);
        assert_eq!(gives(BuiltIn::Admin), [false, true, true, true]);
        assert_eq!(gives(BuiltIn::Trainer), [false, false, true, true]);
    }

    /// The whole policy as one table: read it, and review its diff.
    #[test]
    fn policy_table() {
        let mut key_less = BuiltIn::Learner.permissions();
        key_less.remove(&Permission::GroupKey);
        let types = BuiltIn::ALL
            .map(|built_in| (built_in.name(), built_in.permissions()))
            .into_iter()
            .chain([("Without key", key_less), ("Nothing", PermissionSet::new())]);
        let actors: Vec<_> = types
            .map(|(name, permissions)| Actor {
                id: UserId(1),
                name: String::new(),
                user_type: UserTypeId(1),
                user_type_name: name.into(),
                permissions,
            })
            .collect();
        let mut table = String::from("\n");
        for action in Action::ALL {
            let cells: Vec<_> = actors
                .iter()
                .map(|actor| {
                    if actor.may(action) {
                        actor.user_type_name.as_str()
                    } else {
                        "-"
                    }
                })
                .collect();
            table += &format!("{:<15}{}\n", format!("{action:?}"), cells.join(" "));
        }
        assert_eq!(
            table,
            "
BeSignedIn     SuperAdmin Admin-Type Trainer-Type Learner-Type Without key Nothing
ListUsers      SuperAdmin Admin-Type - - - -
EditUsers      SuperAdmin Admin-Type - - - -
ActAs          SuperAdmin Admin-Type - - - -
ListUserTypes  SuperAdmin Admin-Type - - - -
EditUserTypes  SuperAdmin Admin-Type - - - -
ListCourses    SuperAdmin Admin-Type - - - -
EditCourses    SuperAdmin Admin-Type - - - -
ListCategories SuperAdmin Admin-Type - - - -
ListGroups     SuperAdmin Admin-Type - - - -
EditGroups     SuperAdmin Admin-Type - - - -
EditMembers    SuperAdmin Admin-Type - - - -
AssignCourses  SuperAdmin Admin-Type - - - -
ManageKeys     SuperAdmin Admin-Type - - - -
ListOrders     SuperAdmin Admin-Type - - - -
EditOrders     SuperAdmin Admin-Type - - - -
EditCoupons    SuperAdmin Admin-Type - - - -
EditSettings   SuperAdmin Admin-Type - - - -
ViewActivity   SuperAdmin Admin-Type - - - -
Learn          SuperAdmin - Trainer-Type Learner-Type Without key -
JoinByKey      SuperAdmin - Trainer-Type Learner-Type - -
BrowseCatalog  SuperAdmin - Trainer-Type Learner-Type Without key -
EditProfile    SuperAdmin Admin-Type Trainer-Type Learner-Type Without key -
"
        );
    }
}
