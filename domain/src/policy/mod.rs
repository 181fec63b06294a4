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

    /// The role whose pages show it; `None` for all.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::BeSignedIn | Self::EditProfile => None,
            Self::Learn | Self::JoinByKey | Self::BrowseCatalog => Some(Role::Learner),
            _ => Some(Role::Administrator),
        }
    }

    /// Whether who holds these permissions may do it.
    pub fn is_allowed(self, permissions: &PermissionSet) -> bool {
        let holds = |leaf| permissions.contains(&leaf);
        match self {
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
            Action::JoinByKey => holds(Permission::Learn) && holds(Permission::GroupKey),
            Action::BrowseCatalog => holds(Permission::Catalog),
            Action::EditProfile => holds(Permission::Profile),
        }
    }

    /// What is another's own: nobody does it while he acts as him.
    const fn is_personal(self) -> bool {
        matches!(self, Self::ActAs | Self::EditProfile)
    }
}

/// Whether who holds `own` may give somebody a type that holds `given`. Nobody grants more than
/// he holds; what is about one's own courses only, the rights of learners and instructors, goes
/// to whomever he adds.
pub fn may_give(own: &PermissionSet, given: &PermissionSet) -> bool {
    let administers = given
        .iter()
        .any(|leaf| leaf.role() == Some(Role::Administrator));
    !administers || given.is_subset(own)
}

impl Actor {
    pub fn may(&self, action: Action) -> bool {
        let himself = self.acting.is_none() || !action.is_personal();
        himself && action.is_allowed(&self.permissions)
    }

    /// Whether the pages of the role he wears show it. Until instructors have pages of their
    /// own, theirs show what learners see.
    pub fn sees(&self, action: Action) -> bool {
        let worn = match self.role() {
            Role::Instructor => Role::Learner,
            role => role,
        };
        self.may(action) && action.role().is_none_or(|role| role == worn)
    }

    /// Whether he may give somebody a type that holds this: see [`may_give`].
    pub fn may_give(&self, holds: &PermissionSet) -> bool {
        may_give(&self.permissions, holds)
    }

    /// Whether he may act as this user, whose type holds this: never as himself, and never as
    /// somebody who may do more.
    pub fn may_act_as(&self, user: UserId, holds: &PermissionSet) -> bool {
        self.may(Action::ActAs) && self.id != user && self.may_give(holds)
    }

    /// Whether he may edit this type: not the one he is in, and none that holds more than he may
    /// give.
    pub fn may_edit_type(&self, user_type: UserTypeId, holds: &PermissionSet) -> bool {
        self.may(Action::EditUserTypes) && self.user_type != user_type && self.may_give(holds)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::BuiltIn;

    fn actor(name: &str, permissions: PermissionSet) -> Actor {
        Actor {
            id: UserId(1),
            name: String::new(),
            user_type: UserTypeId(1),
            user_type_name: name.into(),
            permissions,
            role: Role::Administrator,
            acting: None,
        }
    }

    /// Leaves that no page asks for yet, and what they wait for.
    const WITHOUT_EFFECT: [(Permission, &str); 1] = [(
        Permission::Teach,
        "the pages on which instructors see the progress of their courses",
    )];

    #[test]
    fn every_leaf_has_an_effect() {
        for leaf in Permission::ALL {
            let all: PermissionSet = Permission::ALL.iter().copied().collect();
            let mut without = all.clone();
            without.remove(leaf);
            let flips = Action::ALL
                .iter()
                .any(|action| action.is_allowed(&all) != action.is_allowed(&without));
            let waits = WITHOUT_EFFECT.iter().any(|(waiting, _)| waiting == leaf);
            assert_ne!(flips, waits, "{}", leaf.path());
        }
    }

    #[test]
    fn the_pages_are_those_of_the_hat_and_the_rights_those_of_the_type() {
        let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
        assert!(root.sees(Action::ListGroups) && !root.sees(Action::BrowseCatalog));
        root.role = Role::Learner;
        assert!(!root.sees(Action::ListGroups) && root.sees(Action::BrowseCatalog));
        assert!(root.may(Action::ListGroups) && root.sees(Action::BeSignedIn));
        root.permissions = BuiltIn::Admin.permissions();
        assert_eq!(root.role(), Role::Administrator, "the hat is gone");
    }

    #[test]
    fn whoever_acts_as_another_leaves_alone_what_is_the_others_own() {
        let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
        root.acting = Some(RealActor {
            id: UserId(2),
            name: String::new(),
        });
        let refused = Action::ALL.into_iter().filter(|action| !root.may(*action));
        let refused: Vec<_> = refused.collect();
        assert_eq!(refused, [Action::ActAs, Action::EditProfile]);
    }

    #[test]
    fn nobody_edits_the_type_he_is_in_or_one_that_holds_more() {
        let mut admin = actor("Admin-Type", BuiltIn::Admin.permissions());
        let edits = |admin: &Actor, id, built_in: BuiltIn| {
            admin.may_edit_type(UserTypeId(id), &built_in.permissions())
        };
        assert!(edits(&admin, 2, BuiltIn::Learner) && edits(&admin, 2, BuiltIn::Admin));
        assert!(!edits(&admin, 1, BuiltIn::Admin) && !edits(&admin, 2, BuiltIn::SuperAdmin));
        admin.permissions.remove(&Permission::EditUserTypes);
        assert!(!edits(&admin, 2, BuiltIn::Learner));
    }

    #[test]
    fn nobody_gives_more_than_he_holds() {
        let actor = |built_in: BuiltIn| actor(built_in.name(), built_in.permissions());
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
            .map(|(name, permissions)| actor(name, permissions))
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
