//! The two tabs that fill a group: its users and its courses.
use crate::{
    ids::{CategoryId, CourseId, GroupId, UserId},
    mass_actions::MemberFilter,
    page::Search,
};
use serde::{Deserialize, Serialize};

/// What the Users tab is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberQuery {
    pub search: Search,
    pub filter: MemberFilter,
}

/// A row of a group's Users tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    pub user: UserId,
    pub name: String,
    pub login: String,
    pub email: String,
    pub user_type: String,
    /// A deactivated user may be a member, but mass actions skip him.
    pub active: bool,
    pub member: bool,
    /// Group courses that this group gave him: the n of "n of m courses".
    pub enrolled: i64,
    /// Courses in the group: the m.
    pub courses: i64,
}

impl MemberRow {
    /// Whether **Synchronize** would add something.
    pub const fn out_of_sync(&self) -> bool {
        self.member && self.active && self.enrolled < self.courses
    }
}

/// A row of a user's Groups tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserGroupRow {
    pub group: GroupId,
    pub name: String,
    pub description: String,
    pub branch: Option<String>,
    /// How the user stands in it: what the group's Users tab says of him.
    pub membership: MemberRow,
}

/// What the Courses tab is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCourseQuery {
    pub search: Search,
    /// Only this category and those below it.
    pub category: Option<CategoryId>,
}

/// A row of a group's Courses tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCourseRow {
    pub course: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub units: i64,
    pub in_group: bool,
    /// Whether it lies in the reader's realm: what he does not teach he sees in his group, and
    /// leaves alone.
    pub within: bool,
    /// Active members that this group has not enrolled in it; 0 where it is not in the group.
    pub lacking: i64,
}

/// What leaving would withdraw, for the question that asks which removal policy to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalPreview {
    /// The name of the member, course or group that would leave.
    pub name: String,
    /// The name of the group that it would leave, or that would go.
    pub group: String,
    /// Enrolments this group gave that the choice is about.
    pub enrolments: i64,
    /// The members who hold them.
    pub members: i64,
    /// New users join the group that would go: they will join none.
    pub is_default: bool,
}

/// The group's numbers after an act, to put on the page without reading the list again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCounts {
    pub members: i64,
    pub courses: i64,
    /// Active members x group courses that are not enrolled.
    pub drift: i64,
}
