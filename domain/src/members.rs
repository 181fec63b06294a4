//! The two tabs that fill a group: its users and its courses.
use crate::{
    ids::{CategoryId, CourseId, GroupId, UserId},
    page::Search,
    policy::{Action, Actor},
    string_enum::string_enum,
};
use serde::{Deserialize, Serialize};

/// The filter of a group's Users tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberFilter {
    /// All users within the access scope, members first.
    #[default]
    All,
    Members,
    NotMembers,
    /// Active members who lack a group course.
    OutOfSync,
}

string_enum!(MemberFilter {
    All = "all", "All";
    Members = "members", "Members";
    NotMembers = "not_members", "Not members";
    OutOfSync = "out_of_sync", "Out of sync";
});

/// The query of the Users tab.
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
    /// A deactivated user can be a member, but mass actions skip them.
    pub active: bool,
    pub member: bool,
    /// Whether they are a member who came by a key, and could come again.
    pub by_key: bool,
    /// Whether they were removed, and keys are refused to them until someone adds them.
    pub shut_out: bool,
    /// Group courses that the member has from this group: the n of "n of m courses".
    pub enrolled: i64,
    /// Courses in the group: the m.
    pub courses: i64,
}

impl MemberRow {
    /// Whether removing them asks what happens to their enrolments and whether they can come back.
    pub const fn removal_asks(&self) -> bool {
        self.enrolled > 0 || self.by_key
    }

    /// Whether **Synchronize** would add something.
    pub const fn out_of_sync(&self) -> bool {
        self.member && self.active && self.enrolled < self.courses
    }

    /// Returns what this reader sees of the row: those who can add users without having their list see
    /// only the name of a user who is not a member.
    #[must_use]
    pub fn for_reader(self, reader: &Actor) -> Self {
        if self.member || reader.may(Action::ListUsers) {
            return self;
        }
        Self {
            login: String::new(),
            email: String::new(),
            user_type: String::new(),
            ..self
        }
    }
}

/// A row of a user's Groups tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserGroupRow {
    pub group: GroupId,
    pub name: String,
    pub description: String,
    pub branch: Option<String>,
    /// The user's membership, as on the group's Users tab.
    pub membership: MemberRow,
}

/// The query of the Courses tab.
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
    /// Whether it is in the reader's scope: instructors see all courses of their group, but
    /// cannot edit those they do not teach.
    pub within: bool,
    /// Active members whom this group has not enrolled in it; 0 if the course is not in the
    /// group.
    pub lacking: i64,
}

/// What leaving would affect, for the dialog that asks for the removal policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalPreview {
    /// The name of the member, course or group that would leave.
    pub name: String,
    /// The name of the group that it would leave, or that would be deleted.
    pub group: String,
    /// The enrolments from this group that the choice applies to.
    pub enrolments: i64,
    /// The members who hold them.
    pub members: i64,
    /// Those of the enrolments whose course the member also bought: they keep it either way.
    pub bought: i64,
    /// The group is a default group; if it is deleted, new users join none.
    pub is_default: bool,
}
