//! Access scopes: which part of the portal a user administers.
use crate::ids::{BranchId, UserId};

/// The part of the portal in which a user may do something. What is created in a scope belongs to
/// it; what is outside is not found.
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

    /// The scope of this branch; without one, the whole portal.
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
