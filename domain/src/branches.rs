//! Branches: parts of the portal with users, courses, groups and administrators of their own.
use crate::{
    ids::{BranchId, CourseId},
    settings::DefaultGroup,
    text, text_type,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A branch's name. Unique, compared without case and width.
    BranchName, text::line, "A name", 100
);

/// A branch to choose, and the one somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchOption {
    pub id: BranchId,
    pub name: String,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRow {
    pub id: BranchId,
    pub name: String,
    pub users: i64,
    /// Outside the trash.
    pub groups: i64,
    pub courses: i64,
    /// The name of its default group.
    pub default_group: Option<String>,
}

/// One branch, for its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchDetails {
    pub row: BranchRow,
    /// Whoever is added to the branch joins it.
    pub default_group: Option<DefaultGroup>,
    /// Courses of the default group that the branch has not: who joins is not enrolled in them.
    pub skipped: Vec<String>,
}

/// A course, and whether the branch has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchCourseRow {
    pub course: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub in_branch: bool,
    /// It was added in this branch and stays there.
    pub at_home: bool,
    /// Groups of the branch that have it.
    pub groups: i64,
}

/// What moving a group to a branch would change: who and what is not of the branch leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMove {
    /// Where it would go; `None` is the whole portal.
    pub to: Option<BranchOption>,
    pub members: i64,
    /// Members who are not of the branch.
    pub leaving_members: i64,
    pub courses: i64,
    /// The names of the courses that the branch has not.
    pub leaving_courses: Vec<String>,
    /// It is a default group that it could not be there, and would be none any more.
    pub loses_default: bool,
}

/// What moving a user to a branch would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMove {
    pub to: Option<BranchOption>,
    /// The names of the groups that he would leave.
    pub leaving: Vec<String>,
    /// The group that he would join.
    pub joining: Option<String>,
    /// Courses of that group that the branch has not.
    pub skipped: Vec<String>,
}
