//! The actions, and the permissions each requires.
use crate::permissions::{
    Permission,
    Permission::{
        ActAs, AssignCourses, AssignOwnCourses, Catalog, EditBranches, EditCoupons, EditCourses,
        EditGroups, EditMembers, EditOrders, EditOwnCourses, EditOwnGroups, EditOwnMembers,
        EditSettings, EditUserTypes, EditUsers, GroupKey, Learn, ManageKeys, ManageOwnKeys,
        Profile, ViewActivity, ViewBranches, ViewCourses, ViewGroups, ViewOrders, ViewOwnCourses,
        ViewOwnGroups, ViewUserTypes, ViewUsers,
    },
    PermissionSet,
};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

actions! {
    /// See one's own identity.
    BeSignedIn,
    /// Sign out, stop acting as another user, and learn that something has changed.
    SignOut,
    /// Set up one's own second factor, and prove who one is.
    SecureAccount,
    ListUsers,
    EditUsers,
    /// See the portal as another user, and act as them.
    ActAs,
    ListUserTypes,
    EditUserTypes,
    ListBranches,
    /// Add, edit and delete branches, and move users and groups between them.
    EditBranches,
    ListCourses,
    EditCourses,
    /// Everyone who sees courses or groups: both are filtered by category.
    ListCategories,
    EditCategories,
    ListGroups,
    EditGroups,
    /// See the trash: everyone who deletes courses or groups, and of it what they can restore.
    OpenTrash,
    EditMembers,
    AssignCourses,
    ManageKeys,
    ListOrders,
    /// Mark orders paid, cancel and refund them.
    EditOrders,
    EditCoupons,
    EditSettings,
    ViewActivity,
    /// See and take the courses one is enrolled in.
    Learn,
    JoinByKey,
    /// See the catalog, and buy from it.
    BrowseCatalog,
    /// See and change one's own name, e-mail address and password.
    EditProfile,
}

impl Action {
    /// Whether these permissions allow the action.
    pub fn is_allowed(self, permissions: &PermissionSet) -> bool {
        self.alternatives().iter().any(|way| {
            way.iter()
                .all(|permission| permissions.contains(permission))
        })
    }

    /// The alternatives: all permissions of any one of them allow the action.
    const fn alternatives(self) -> &'static [&'static [Permission]] {
        match self {
            Self::BeSignedIn | Self::SignOut | Self::SecureAccount => &[&[]],
            Self::ListUsers => &[&[ViewUsers]],
            Self::EditUsers => &[&[ViewUsers, EditUsers]],
            Self::ActAs => &[&[ViewUsers, ActAs]],
            Self::ListUserTypes => &[&[ViewUserTypes]],
            Self::EditUserTypes => &[&[ViewUserTypes, EditUserTypes]],
            Self::ListBranches => &[&[ViewBranches]],
            Self::EditBranches => &[&[ViewBranches, EditBranches]],
            Self::ListCourses => &[&[ViewCourses], &[ViewOwnCourses]],
            Self::EditCourses => &[
                &[ViewCourses, EditCourses],
                &[ViewOwnCourses, EditOwnCourses],
            ],
            Self::ListCategories => &[
                &[ViewCourses],
                &[ViewGroups],
                &[ViewOwnCourses],
                &[ViewOwnGroups],
            ],
            Self::EditCategories => &[&[ViewCourses, EditCourses]],
            Self::ListGroups => &[&[ViewGroups], &[ViewOwnGroups]],
            Self::EditGroups => &[&[ViewGroups, EditGroups], &[ViewOwnGroups, EditOwnGroups]],
            Self::OpenTrash => &[
                &[ViewGroups, EditGroups],
                &[ViewOwnGroups, EditOwnGroups],
                &[ViewCourses, EditCourses],
                &[ViewOwnCourses, EditOwnCourses],
            ],
            Self::EditMembers => &[&[ViewGroups, EditMembers], &[ViewOwnGroups, EditOwnMembers]],
            Self::AssignCourses => &[
                &[ViewGroups, AssignCourses],
                &[ViewOwnGroups, AssignOwnCourses],
            ],
            Self::ManageKeys => &[&[ViewGroups, ManageKeys], &[ViewOwnGroups, ManageOwnKeys]],
            Self::ListOrders => &[&[ViewOrders]],
            Self::EditOrders => &[&[ViewOrders, EditOrders]],
            Self::EditCoupons => &[&[EditCoupons]],
            Self::EditSettings => &[&[EditSettings]],
            Self::ViewActivity => &[&[ViewGroups, ViewActivity]],
            Self::Learn => &[&[Learn]],
            Self::JoinByKey => &[&[Learn, GroupKey]],
            Self::BrowseCatalog => &[&[Catalog]],
            Self::EditProfile => &[&[Profile]],
        }
    }

    /// Whether it concerns the user personally: not allowed while acting as another user.
    pub(super) const fn is_personal(self) -> bool {
        matches!(self, Self::ActAs | Self::EditProfile | Self::SecureAccount)
    }

    /// Whether it is allowed to users who have to set up a second factor first.
    pub(super) const fn needs_no_second_factor(self) -> bool {
        matches!(self, Self::SignOut | Self::SecureAccount)
    }

    /// Whether it concerns the whole portal: not allowed to users of a branch, whatever their
    /// permissions.
    pub(super) const fn is_portal_wide(self) -> bool {
        matches!(
            self,
            Self::ListUserTypes
                | Self::EditUserTypes
                | Self::ListBranches
                | Self::EditBranches
                | Self::EditCategories
                | Self::EditCoupons
                | Self::EditSettings
        )
    }
}
