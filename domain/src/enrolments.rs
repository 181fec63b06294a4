//! Why a user has a course.
use crate::groups::stored_choice;
use serde::{Deserialize, Serialize};

/// The reason of an enrolment. A user may hold one course for several reasons and keeps it
/// until the last is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Given to the user himself.
    Direct,
    /// Given by a group the user is a member of.
    Group,
    /// Left behind by a group under *Keep access*.
    Kept,
    /// Bought: there while a paid order holds the course.
    Bundle,
}

stored_choice!(Source {
    Direct = "direct", "Direct";
    Group = "group", "Group";
    Kept = "kept", "Kept";
    Bundle = "bundle", "Bundle";
});
