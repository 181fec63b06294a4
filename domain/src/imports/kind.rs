//! What a list is imported as.
use crate::{policy::Action, string_enum::string_enum};
use serde::{Deserialize, Serialize};

/// What the rows of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Users to add or update.
    Users,
    /// Users of the portal, to add to one group.
    Members,
    /// Groups to add or update.
    Groups,
    /// Courses of the portal, to add to one group.
    GroupCourses,
}

string_enum!(ImportKind {
    Users = "users", "users";
    Members = "members", "members";
    Groups = "groups", "groups";
    GroupCourses = "group_courses", "group courses";
});

impl ImportKind {
    /// The right that an import requires from the upload to its undo.
    pub const fn required_action(self) -> Action {
        match self {
            Self::Users => Action::EditUsers,
            Self::Members => Action::EditMembers,
            Self::Groups | Self::GroupCourses => Action::EditGroups,
        }
    }

    /// Whether it is an import into one group.
    pub const fn has_group(self) -> bool {
        matches!(self, Self::Members | Self::GroupCourses)
    }
}
