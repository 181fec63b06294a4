//! Courses, their units and their categories.
mod outline;
mod shelves;
mod trash;
mod unit;
mod versions;
mod video;

pub use outline::{
    CoursePlace, LearnerCourse, OutlineUnit, UnitText, after, after_completing, before, place_of,
    resume,
};
pub use shelves::Shelves;
pub use trash::{CourseDeletion, CourseLosses, RememberedCourse, TrashedCourse};
pub use unit::{
    Markdown, NewUnit, UNITS_LIMIT, UnitContent, UnitForm, UnitKind, UnitName, UnitRow, WebAddress,
};
pub use versions::{
    ComparedLine, ComparedUnit, UNIT_VERSION_DAYS, UNIT_VERSIONS_KEPT, UnitHistory, UnitVersion,
    UnitVersionRow,
};
pub use video::{FRAME_SOURCES, VideoFrame, VideoSource};

use crate::{
    edits::FormVersion,
    enrolments::EnrolmentReason,
    field_error::{Choice, FieldCode, FieldErrors},
    groups::Description,
    ids::{CategoryId, CourseId, GroupId},
    money::{Currency, Price},
    page::Search,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A course's name.
    CourseName, text::line, Name, 150
);
text_type!(
    /// A category's name, unique under its parent.
    CategoryName, text::line, Name, 100
);

/// Categories may be nested this deep.
pub const CATEGORY_DEPTH: usize = 5;

/// What the course form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseInfo {
    pub name: CourseName,
    pub description: Description,
    pub category: Option<CategoryId>,
    pub price: Price,
    pub active: bool,
    pub listed: bool,
}

/// The course form as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CourseForm {
    pub name: String,
    pub description: String,
    /// The id of the category; empty: none.
    pub category: String,
    pub price: String,
    /// `true`, or any other text for an inactive course.
    pub active: String,
    /// `true`, or any other text for a course that the catalog does not show.
    pub listed: String,
}

impl CourseForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self, currency: Currency) -> Result<CourseInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", CourseName::parse(&self.name));
        let description = errors.check("description", Description::parse(&self.description));
        let price = errors.check("price", Price::parse(&self.price, currency));
        let category = match self.category.as_str() {
            "" => Some(None),
            id => {
                let id = id.parse().map_err(|_| FieldCode::Choose(Choice::Category));
                errors.check("category", id).map(Some)
            }
        };
        errors.finish(|| {
            Some(CourseInfo {
                name: name?,
                description: description?,
                category: category?,
                price: price?,
                active: self.active == "true",
                listed: self.listed == "true",
            })
        })
    }
}

/// A category with its place in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRow {
    pub id: CategoryId,
    pub name: String,
    /// The names from the root to it: `Skills / Languages`.
    pub path: String,
    /// 0 at the root.
    pub depth: usize,
    /// Courses directly in this category.
    pub courses: i64,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// The query of the courses list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CourseQuery {
    pub search: Search,
    /// Only this category and those below it.
    pub category: Option<CategoryId>,
    /// Only those that are listed, or only those that are not.
    pub listed: Option<bool>,
}

/// A row of the courses list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRow {
    pub id: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    /// Whether the catalog shows it while it is active.
    pub listed: bool,
    pub price: Price,
    pub units: i64,
    /// Users enrolled for any reason.
    pub learners: i64,
    /// Whether the reader's branch can edit it: it can only view courses created elsewhere.
    pub own: bool,
}

/// One course, for the editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDetails {
    pub id: CourseId,
    pub name: String,
    pub description: String,
    pub category: Option<CategoryId>,
    pub price: Price,
    pub active: bool,
    /// Whether the catalog shows it while it is active.
    pub listed: bool,
    pub units: Vec<UnitRow>,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// A course with what its editor needs to know about the portal and the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedCourse {
    pub course: CourseDetails,
    pub currency: Currency,
    /// Whether the reader can edit it: a branch can only view courses created elsewhere.
    pub own: bool,
}

/// One of a learner's courses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCourse {
    pub id: CourseId,
    pub name: String,
    pub description: String,
    pub category: Option<String>,
    pub units: i64,
    pub completed: i64,
    pub completed_at: Option<Timestamp>,
    /// When they were last at it.
    pub last_at: Option<Timestamp>,
    /// A course that is not active is listed for those who have begun it, without its units.
    pub active: bool,
    /// Why the learner has it: "Sales onboarding", "Direct", "Kept from Sales onboarding".
    pub why: Vec<EnrolmentReason>,
}

/// What a learner's home lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerHome {
    pub courses: Vec<MyCourse>,
    /// Those they completed before they were deleted.
    pub remembered: Vec<RememberedCourse>,
    /// The name of the group that the courses are of, if they are those of one.
    pub group: Option<String>,
}

/// One of a learner's groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyGroup {
    pub id: GroupId,
    pub name: String,
    pub courses: i64,
    /// Whether they can leave it on their own.
    pub can_leave: bool,
}

/// Progress in per cent, rounded down, so that 100 means all units.
pub fn percent(completed: i64, units: i64) -> i64 {
    if units <= 0 {
        0
    } else {
        completed.clamp(0, units) * 100 / units
    }
}

/// How far a learner is in a course; it outlives the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseStatus {
    NotStarted,
    InProgress,
    Completed,
}

impl CourseStatus {
    pub fn of(started_at: Option<Timestamp>, completed_at: Option<Timestamp>) -> Self {
        match (started_at, completed_at) {
            (_, Some(_)) => Self::Completed,
            (Some(_), None) => Self::InProgress,
            (None, None) => Self::NotStarted,
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Completed => "Completed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_per_cent_means_all() {
        assert_eq!(percent(2, 3), 66);
        assert_eq!(percent(3, 3), 100);
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(199, 200), 99);
    }
}
