//! How much of the portal somebody administers.
use crate::ids::{BranchId, UserId};

/// The part of the portal in which somebody may do something. What is added in a realm belongs
/// to it; what lies outside is not found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessScope {
    /// Only this branch's users, courses and groups.
    pub branch: Option<BranchId>,
    /// Only the courses and groups that this instructor teaches.
    pub instructor: Option<UserId>,
}

impl AccessScope {
    /// The whole portal.
    pub const PORTAL: Self = Self::for_branch(None);

    /// All that is of this branch; of none, the whole portal.
    pub const fn for_branch(branch: Option<BranchId>) -> Self {
        Self {
            branch,
            instructor: None,
        }
    }

    pub fn is_unrestricted(self) -> bool {
        self == Self::PORTAL
    }
}
