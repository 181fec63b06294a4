//! Courses, their units and the categories that file them.
use crate::{
    enrolments::Reason,
    groups::{Description, stored_choice},
    ids::{CategoryId, CourseId, GroupId, UnitId},
    money::{Currency, Price},
    problem::Problems,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A course's name.
    CourseName, text::line, "A name", 150
);
text_type!(
    /// A unit's name.
    UnitName, text::line, "A name", 150
);
text_type!(
    /// A category's name, unique under its parent.
    CategoryName, text::line, "A name", 100
);
text_type!(
    /// The Markdown of a text unit; may be empty while it is being written.
    Markdown, text::lines, "The text", 100_000
);

/// Categories may be nested this deep.
pub const CATEGORY_DEPTH: usize = 5;
/// The most units one course may have.
pub const UNITS_LIMIT: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Markdown, shown on the page.
    Text,
    /// An address that opens in a tab of its own.
    Link,
    /// An address of a video.
    Video,
}

stored_choice!(UnitKind {
    Text = "text", "Text";
    Link = "link", "Link";
    Video = "video", "Video";
});

/// An `http` or `https` address, up to 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("An address begins with https:// or http:// and has a host.")]
pub struct InvalidWebAddress;

impl WebAddress {
    /// # Errors
    /// A sentence for the address field. `javascript:` and other schemes never get through.
    pub fn parse(text: &str) -> Result<Self, InvalidWebAddress> {
        let text = text.trim();
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or(InvalidWebAddress)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let clean = text
            .chars()
            .all(|c| !c.is_control() && !c.is_whitespace() && !"<>\"".contains(c));
        if host.is_empty() || !clean || text.len() > 2000 {
            return Err(InvalidWebAddress);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WebAddress {
    type Error = InvalidWebAddress;
    fn try_from(text: String) -> Result<Self, InvalidWebAddress> {
        Self::parse(&text)
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> String {
        address.0
    }
}

/// What a unit holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitContent {
    Text(Markdown),
    Link(WebAddress),
    Video(WebAddress),
}

impl UnitContent {
    /// Reads the field that the kind uses.
    ///
    /// # Errors
    /// The sentence for that field.
    pub fn parse(kind: UnitKind, text: &str) -> Result<Self, String> {
        let address = || WebAddress::parse(text).map_err(|error| error.to_string());
        match kind {
            UnitKind::Text => Markdown::parse(text)
                .map(Self::Text)
                .map_err(|error| error.to_string()),
            UnitKind::Link => address().map(Self::Link),
            UnitKind::Video => address().map(Self::Video),
        }
    }

    pub const fn kind(&self) -> UnitKind {
        match self {
            Self::Text(_) => UnitKind::Text,
            Self::Link(_) => UnitKind::Link,
            Self::Video(_) => UnitKind::Video,
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text.as_str(),
            Self::Link(address) | Self::Video(address) => address.as_str(),
        }
    }
}

/// What the course form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseInfo {
    pub name: CourseName,
    pub description: Description,
    pub category: Option<CategoryId>,
    pub price: Price,
    pub active: bool,
}

/// The course form as it was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedCourse<'a> {
    pub name: &'a str,
    pub description: &'a str,
    /// The id of the category; empty: none.
    pub category: &'a str,
    pub price: &'a str,
    pub active: bool,
}

impl CourseInfo {
    /// Reads the course form.
    ///
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse(
        problems: &mut Problems,
        currency: Currency,
        typed: &TypedCourse<'_>,
    ) -> Option<Self> {
        let name = problems.check("name", CourseName::parse(typed.name));
        let description = problems.check("description", Description::parse(typed.description));
        let price = problems.check("price", Price::parse(typed.price, currency));
        let category = match typed.category {
            "" => Some(None),
            id => problems
                .check("category", id.parse().map_err(|_| "Choose a category."))
                .map(Some),
        };
        Some(Self {
            name: name?,
            description: description?,
            category: category?,
            price: price?,
            active: typed.active,
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
    /// Courses filed in it directly.
    pub courses: i64,
}

/// A row of the courses list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRow {
    pub id: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub price: Price,
    pub units: i64,
    /// Users enrolled for any reason.
    pub learners: i64,
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
    pub units: Vec<UnitRow>,
    /// Counts the edits; an edit of an older version is a conflict.
    pub version: i64,
}

/// A unit in the editor, in its course's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    pub id: UnitId,
    pub name: String,
    pub content: UnitContent,
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
    /// Why he has it: "Sales onboarding", "Direct", "Kept from Sales onboarding".
    pub why: Vec<Reason>,
}

/// One of a learner's groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyGroup {
    pub id: GroupId,
    pub name: String,
    pub courses: i64,
}

/// A course as its learner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerCourse {
    pub course: MyCourse,
    pub units: Vec<LearnerUnit>,
}

/// A unit as its learner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerUnit {
    pub id: UnitId,
    pub name: String,
    pub content: UnitContent,
    pub completed: bool,
}

/// What a unit's form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    pub name: UnitName,
    pub content: UnitContent,
}

impl NewUnit {
    /// Reads the unit form.
    ///
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse(
        problems: &mut Problems,
        name: &str,
        kind: UnitKind,
        content: &str,
    ) -> Option<Self> {
        let name = problems.check("name", UnitName::parse(name));
        let content = problems.check("content", UnitContent::parse(kind, content));
        Some(Self {
            name: name?,
            content: content?,
        })
    }
}

/// Progress in per cent, rounded down so that 100 means all.
pub fn percent(completed: i64, units: i64) -> i64 {
    if units <= 0 {
        0
    } else {
        completed.clamp(0, units) * 100 / units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert!(WebAddress::parse("https://example.org/a?b#c").is_ok());
        for bad in [
            "javascript:alert(1)",
            "//example.org",
            "https://",
            "data:text/html,x",
            "https://a b",
        ] {
            assert!(WebAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_hundred_per_cent_means_all() {
        assert_eq!(percent(2, 3), 66);
        assert_eq!(percent(3, 3), 100);
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(199, 200), 99);
    }
}
