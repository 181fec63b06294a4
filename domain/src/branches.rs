//! Branches: parts of the portal with users, courses, groups and administrators of their own.
use crate::{
    edits::FormVersion,
    face::BranchFace,
    ids::{BranchId, BranchOption, CourseId},
    settings::DefaultGroup,
    text, text_type,
};
use serde::{Deserialize, Serialize};
use std::num::ParseIntError;

text_type!(
    /// A branch's name. Unique, compared without case and width.
    BranchName, text::line, Name, 100
);

/// Where something is moved. In forms and URLs the branch's id, or `portal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Destination {
    Portal,
    Branch(BranchId),
}

impl Destination {
    pub const fn branch(self) -> Option<BranchId> {
        match self {
            Self::Portal => None,
            Self::Branch(branch) => Some(branch),
        }
    }
}

impl From<Destination> for String {
    fn from(to: Destination) -> Self {
        match to {
            Destination::Portal => "portal".to_owned(),
            Destination::Branch(branch) => branch.to_string(),
        }
    }
}

impl TryFrom<String> for Destination {
    type Error = ParseIntError;
    fn try_from(text: String) -> Result<Self, ParseIntError> {
        match text.as_str() {
            "portal" => Ok(Self::Portal),
            id => id.parse().map(Self::Branch),
        }
    }
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
    /// Everyone who is added to the branch joins it.
    pub default_group: Option<DefaultGroup>,
    /// Courses of the default group that the branch does not have: new users are not enrolled in
    /// them.
    pub skipped: Vec<String>,
    /// What a form made from it sends back.
    pub version: FormVersion,
    /// What its users see of the portal.
    pub face: BranchFace,
}

/// A course, and whether the branch has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchCourseRow {
    pub course: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub in_branch: bool,
    /// Whether the course was created in this branch, where it stays.
    pub owned: bool,
    /// How many groups of the branch contain it.
    pub groups: i64,
}

/// What moving a group to a branch would change: members and courses that are not in the branch
/// leave the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMove {
    /// The destination; `None` is the main portal.
    pub to: Option<BranchOption>,
    pub members: i64,
    /// Members who are not in the branch.
    pub leaving_members: i64,
    pub courses: i64,
    /// The names of the courses that the branch does not have.
    pub leaving_courses: Vec<String>,
    /// Whether it is a default group, cannot be one at the destination, and would stop being one.
    pub loses_default: bool,
}

/// What moving a user to a branch would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMove {
    pub to: Option<BranchOption>,
    /// The names of the groups that the user would leave.
    pub leaving: Vec<String>,
    /// The group that the user would join.
    pub joining: Option<String>,
    /// Courses of that group that the branch does not have.
    pub skipped: Vec<String>,
}

/// Joins names for a sentence: the first ten, and how many more.
pub fn some_of(names: &[String]) -> String {
    const NAMED: usize = 10;
    let named = names[..names.len().min(NAMED)].join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_parses_back() {
        for to in [Destination::Portal, Destination::Branch(BranchId(7))] {
            assert_eq!(Destination::try_from(String::from(to)), Ok(to));
        }
        assert!(Destination::try_from("nowhere".to_owned()).is_err());
    }

    #[test]
    fn only_ten_of_many_names_are_listed() {
        let names: Vec<_> = (1..=12).map(|number| number.to_string()).collect();
        assert_eq!(some_of(&names[..2]), "1, 2");
        assert_eq!(some_of(&names[..10]), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
        assert_eq!(some_of(&names), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more");
    }
}
