//! Instructors of courses and groups.
use crate::{
    courses::percent,
    ids::{CourseId, GroupId, UserId},
    policy::Action,
};
use serde::{Deserialize, Serialize};

/// A course or a group, which can have instructors. Forms and URLs call it `course-5` or
/// `group-7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Teachable {
    Course(CourseId),
    Group(GroupId),
}

impl Teachable {
    /// The noun for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Course(_) => "course",
            Self::Group(_) => "group",
        }
    }

    pub const fn id(self) -> i64 {
        match self {
            Self::Course(course) => course.0,
            Self::Group(group) => group.0,
        }
    }

    /// The action that its viewers must be allowed.
    pub const fn view_action(self) -> Action {
        match self {
            Self::Course(_) => Action::ListCourses,
            Self::Group(_) => Action::ListGroups,
        }
    }

    /// The action that allows assigning its instructors, except to its own instructors.
    pub const fn edit_action(self) -> Action {
        match self {
            Self::Course(_) => Action::EditCourses,
            Self::Group(_) => Action::EditGroups,
        }
    }
}

impl From<CourseId> for Teachable {
    fn from(course: CourseId) -> Self {
        Self::Course(course)
    }
}

impl From<GroupId> for Teachable {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}

impl From<Teachable> for String {
    fn from(taught: Teachable) -> Self {
        format!("{}-{}", taught.word(), taught.id())
    }
}

/// The text names neither a course nor a group.
#[derive(Debug, thiserror::Error)]
#[error("neither a course nor a group: {0}")]
pub struct InvalidTeachable(String);

impl TryFrom<String> for Teachable {
    type Error = InvalidTeachable;

    fn try_from(text: String) -> Result<Self, InvalidTeachable> {
        let taught = match text.split_once('-') {
            Some(("course", id)) => id.parse().ok().map(Self::Course),
            Some(("group", id)) => id.parse().ok().map(Self::Group),
            _ => None,
        };
        taught.ok_or(InvalidTeachable(text))
    }
}

/// A user who teaches a course or a group, or could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstructorRow {
    pub user: UserId,
    /// First and last name.
    pub name: String,
    pub login: String,
    pub active: bool,
    /// Whether the user's type has the role Instructor, without which they teach nothing.
    pub has_role: bool,
}

/// How many courses and groups an instructor teaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaughtCounts {
    pub courses: i64,
    pub groups: i64,
}

/// How many groups, and how many courses, the home page of an instructor shows.
pub const SHOWN: i64 = 8;

/// Of more pairs of a member and a course, or of more learners, the completions are not counted.
pub const COUNTED: i64 = 5_000;

/// The groups and courses of an instructor, by name, and how far their learners are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeachingOverview {
    pub counts: TaughtCounts,
    /// At most [`SHOWN`].
    pub groups: Vec<TaughtGroup>,
    /// At most [`SHOWN`].
    pub courses: Vec<TaughtCourse>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaughtGroup {
    pub id: GroupId,
    pub name: String,
    pub members: i64,
    pub courses: i64,
    /// How many of its courses its members have completed, all together; `None` if they are too many to count.
    pub completed: Option<i64>,
}

impl TaughtGroup {
    /// Returns the completion rate in per cent; `None` where there is nothing to complete, or too much to count.
    pub fn rate(&self) -> Option<i64> {
        rate(self.completed, self.members * self.courses)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaughtCourse {
    pub id: CourseId,
    pub name: String,
    pub active: bool,
    /// `None` if they are too many to count.
    pub learners: Option<i64>,
    pub completed: Option<i64>,
}

impl TaughtCourse {
    /// As [`TaughtGroup::rate`].
    pub fn rate(&self) -> Option<i64> {
        rate(self.completed, self.learners?)
    }
}

fn rate(completed: Option<i64>, of: i64) -> Option<i64> {
    (of > 0).then_some(percent(completed?, of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courses_and_groups_have_a_code_for_forms() {
        for taught in [Teachable::Course(CourseId(5)), Teachable::Group(GroupId(7))] {
            assert_eq!(Teachable::try_from(String::from(taught)).ok(), Some(taught));
        }
        for other in ["", "course", "course-", "group-x", "user-5"] {
            assert!(Teachable::try_from(other.to_owned()).is_err(), "{other}");
        }
    }
}
