//! Units: the parts of a course.
use crate::{
    edits::FormVersion,
    field_error::{Choice, FieldCode, FieldErrors, Noun},
    ids::UnitId,
    string_enum::string_enum,
    text::{self, string_form},
    text_type,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A unit's name.
    UnitName, text::line, Name, 150
);

text_type!(
    /// The Markdown of a text unit; may be empty while it is being written.
    Markdown, text::course_text, UnitText, 500_000
);

/// The most units one course may have.
pub const UNITS_LIMIT: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Markdown, shown on the page.
    Text,
    /// A web address that opens in a new tab.
    Link,
    /// A video's web address.
    Video,
}

string_enum!(UnitKind {
    Text = "text", "Text";
    Link = "link", "Link";
    Video = "video", "Video";
});

impl UnitKind {
    /// For a sentence: *It was a text*.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Link => "link",
            Self::Video => "video",
        }
    }
}

/// An `http` or `https` address, up to 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

impl WebAddress {
    /// # Errors
    /// What is wrong with the address. `javascript:` and other schemes are always rejected.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = &text::clean(Noun::UnitText, text, text::Shape::Line)?;
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or(FieldCode::NotAWebAddress)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let clean = text
            .chars()
            .all(|c| !c.is_control() && !c.is_whitespace() && !"<>\"".contains(c));
        if host.is_empty() || !clean || text.len() > 2000 {
            return Err(FieldCode::NotAWebAddress);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

string_form!(WebAddress);

/// The content of a unit.
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
    /// What is wrong with that field.
    pub fn parse(kind: UnitKind, text: &str) -> Result<Self, FieldCode> {
        match kind {
            UnitKind::Text => Markdown::parse(text).map(Self::Text),
            UnitKind::Link => WebAddress::parse(text).map(Self::Link),
            UnitKind::Video => WebAddress::parse(text).map(Self::Video),
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

/// A unit in the editor, in its course's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    pub id: UnitId,
    pub name: String,
    pub kind: UnitKind,
    /// As it was typed. A text from before a rule is shown, and refused only when it is saved again.
    pub content: String,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// What the unit form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    pub name: UnitName,
    pub content: UnitContent,
}

/// The unit form as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitForm {
    pub name: String,
    /// The code of the kind.
    pub kind: String,
    pub content: String,
}

impl UnitForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<NewUnit, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", UnitName::parse(&self.name));
        let kind = UnitKind::from_code(&self.kind).ok_or(FieldCode::Choose(Choice::UnitKind));
        let content = errors
            .check("kind", kind)
            .and_then(|kind| errors.check("content", UnitContent::parse(kind, &self.content)));
        errors.finish(|| {
            Some(NewUnit {
                name: name?,
                content: content?,
            })
        })
    }
}

impl UnitName {
    /// Returns a heading as a name, cut where it is too long; `None` if nothing of it can be one.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let cut: String = heading.chars().take(Self::LIMIT).collect();
        Self::parse(&cut).ok()
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
}
