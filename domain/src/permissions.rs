//! The permission tree: role, section, permission.
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A role; a user can switch to each role in which their type has a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Instructor,
    Learner,
}

crate::string_enum::string_enum!(Role {
    Administrator = "administrator", "Administrator";
    Instructor = "instructor", "Instructor";
    Learner = "learner", "Learner";
});

impl Role {
    /// Returns the roles with any of these permissions, in order of precedence.
    pub fn of(permissions: &PermissionSet) -> Vec<Self> {
        let held = |role: &Self| {
            permissions
                .iter()
                .any(|permission| permission.role() == Some(*role))
        };
        Self::ALL.iter().copied().filter(held).collect()
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal in $role:expr, $section:literal, $label:literal;)*) => {
        /// One permission of the tree.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The role it belongs to; `None` for General.
            pub const fn role(self) -> Option<Role> {
                match self { $(Self::$name => $role),* }
            }

            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section),* }
            }

            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

permissions! {
    ViewUsers = "administrator.users.view" in Some(Role::Administrator), "Users", "View";
    EditUsers = "administrator.users.edit" in Some(Role::Administrator), "Users", "Add and edit";
    ActAs = "administrator.users.act_as" in Some(Role::Administrator), "Users", "Act as another user";
    ViewUserTypes = "administrator.user_types.view" in Some(Role::Administrator), "User types", "View";
    EditUserTypes = "administrator.user_types.edit" in Some(Role::Administrator), "User types", "Add, edit and delete";
    ViewBranches = "administrator.branches.view" in Some(Role::Administrator), "Branches", "View";
    EditBranches = "administrator.branches.edit" in Some(Role::Administrator), "Branches", "Add, edit and delete";
    ViewCourses = "administrator.courses.view" in Some(Role::Administrator), "Courses", "View";
    EditCourses = "administrator.courses.edit" in Some(Role::Administrator), "Courses", "Add and edit";
    ViewGroups = "administrator.groups.view" in Some(Role::Administrator), "Groups", "View";
    EditGroups = "administrator.groups.edit" in Some(Role::Administrator), "Groups", "Add, edit and delete";
    EditMembers = "administrator.groups.members" in Some(Role::Administrator), "Groups", "Users and courses of a group";
    AssignCourses = "administrator.groups.assign" in Some(Role::Administrator), "Groups", "Synchronize and mass actions";
    ManageKeys = "administrator.groups.keys" in Some(Role::Administrator), "Groups", "Keys";
    ViewOrders = "administrator.orders.view" in Some(Role::Administrator), "Orders", "View";
    EditOrders = "administrator.orders.edit" in Some(Role::Administrator), "Orders", "Mark paid, cancel and refund";
    EditCoupons = "administrator.coupons.edit" in Some(Role::Administrator), "Orders", "Coupons";
    EditSettings = "administrator.settings.edit" in Some(Role::Administrator), "Settings", "View and edit";
    ViewActivity = "administrator.activity.view" in Some(Role::Administrator), "Activity", "View";
    ViewOwnCourses = "instructor.courses.view" in Some(Role::Instructor), "Courses", "View";
    EditOwnCourses = "instructor.courses.edit" in Some(Role::Instructor), "Courses", "Add and edit";
    ViewOwnGroups = "instructor.groups.view" in Some(Role::Instructor), "Groups", "View";
    EditOwnGroups = "instructor.groups.edit" in Some(Role::Instructor), "Groups", "Add, edit and delete";
    EditOwnMembers = "instructor.groups.members" in Some(Role::Instructor), "Groups", "Users and courses of a group";
    AssignOwnCourses = "instructor.groups.assign" in Some(Role::Instructor), "Groups", "Synchronize and mass actions";
    ManageOwnKeys = "instructor.groups.keys" in Some(Role::Instructor), "Groups", "Keys";
    Learn = "learner.courses" in Some(Role::Learner), "Learner", "Courses";
    Catalog = "learner.catalog" in Some(Role::Learner), "Learner", "Catalog";
    GroupKey = "learner.group_key" in Some(Role::Learner), "Learner", "Group key";
    Profile = "general.profile" in None, "General", "Own profile";
}

impl Permission {
    /// The root of its part of the tree: its role, or General.
    pub const fn top(self) -> &'static str {
        match self.role() {
            Some(role) => role.label(),
            None => "General",
        }
    }

    /// The path in the tree, in words: "Administrator > Users > View".
    pub fn path(self) -> String {
        let (top, section, label) = (self.top(), self.section(), self.label());
        if section == top {
            format!("{top} > {label}")
        } else {
            format!("{top} > {section} > {label}")
        }
    }
}

/// The permissions of a user type.
pub type PermissionSet = BTreeSet<Permission>;

/// Returns the permissions that belong to this role or to none.
pub fn of_role(permissions: &PermissionSet, role: Role) -> PermissionSet {
    let of = |permission: &&Permission| permission.role().is_none_or(|its| its == role);
    permissions.iter().filter(of).copied().collect()
}

/// The user types that every portal has; the label is the type's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    SuperAdmin,
    Admin,
    Trainer,
    Learner,
}

crate::string_enum::string_enum!(BuiltIn {
    SuperAdmin = "super_admin", "SuperAdmin";
    Admin = "admin", "Admin-Type";
    Trainer = "trainer", "Trainer-Type";
    Learner = "learner", "Learner-Type";
});

impl BuiltIn {
    /// The permissions of the type on a new portal.
    pub fn permissions(self) -> PermissionSet {
        let of = |roles: &[Option<Role>]| {
            Permission::ALL
                .iter()
                .copied()
                .filter(|permission| roles.contains(&permission.role()))
                .collect()
        };
        match self {
            Self::SuperAdmin => Permission::ALL.iter().copied().collect(),
            Self::Admin => of(&[Some(Role::Administrator), None]),
            Self::Trainer => of(&[Some(Role::Instructor), Some(Role::Learner), None]),
            Self::Learner => of(&[Some(Role::Learner), None]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_parse_back() {
        let codes: BTreeSet<_> = Permission::ALL
            .iter()
            .map(|permission| permission.code())
            .collect();
        assert_eq!(codes.len(), Permission::ALL.len());
        for permission in Permission::ALL {
            assert_eq!(Permission::from_code(permission.code()), Some(*permission));
        }
    }

    #[test]
    fn a_permission_knows_its_path_in_the_tree() {
        assert_eq!(Permission::ViewUsers.path(), "Administrator > Users > View");
        assert_eq!(Permission::GroupKey.path(), "Learner > Group key");
        assert_eq!(Permission::Profile.path(), "General > Own profile");
    }

    #[test]
    fn the_learner_type_starts_with_catalog_and_group_key() {
        let learner = BuiltIn::Learner.permissions();
        assert!(learner.contains(&Permission::Catalog));
        assert!(learner.contains(&Permission::GroupKey));
    }
}
