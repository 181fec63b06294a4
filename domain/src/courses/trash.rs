//! Deleted courses: what deleting one ends, the trash, and what is remembered.
use crate::{ids::CourseId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// What deleting a course would end, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDeletion {
    pub name: String,
    /// Users enrolled for any reason.
    pub learners: i64,
    /// Those of them who have begun it, and have not completed it.
    pub in_progress: i64,
    /// Those of them who have completed it.
    pub completed: i64,
    /// Groups with the course, outside the trash.
    pub groups: i64,
    /// Those of the groups that have a price.
    pub bundles: i64,
    /// Those of the groups that new users join.
    pub default_groups: i64,
    pub branches: i64,
    /// Orders with the course that wait for payment.
    pub waiting_orders: i64,
}

/// A course in the trash, which can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashedCourse {
    pub id: CourseId,
    pub name: String,
    pub deleted_at: Timestamp,
    /// Users who were enrolled for any reason.
    pub learners: i64,
    /// Groups that had it.
    pub groups: i64,
}

/// What restoring a course could not give back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseLosses {
    /// Groups and branches that cannot have it again, by the names they had.
    pub places: Vec<String>,
    /// Enrolments of users who have left the group that gave them.
    pub enrolments: i64,
}

impl CourseLosses {
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty() && self.enrolments == 0
    }
}

/// A course that was deleted after a learner completed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedCourse {
    pub name: String,
    pub completed_at: Timestamp,
}
