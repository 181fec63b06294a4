//! Notices of what changed, for the pages that are open.
use crate::ids::{GroupId, UserId};
use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// One user's groups, courses or rights.
    User(UserId),
    /// A group's numbers, members, courses or mass actions.
    Group(GroupId),
    /// Notices may have been lost: look again.
    Anything,
}
