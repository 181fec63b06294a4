//! Instructors of courses and groups.
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// Somebody who teaches a course or a group, or could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstructorRow {
    pub user: UserId,
    /// First and last name.
    pub name: String,
    pub login: String,
}
