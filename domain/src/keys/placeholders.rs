//! Placeholders, words in braces such as `{group}`, and their values.
use crate::string_enum::string_enum;

/// A placeholder that the template can contain; each draft has a value for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    Group,
    Key,
    Link,
    Portal,
}

string_enum!(Placeholder {
    Group = "group", "the group’s name";
    Key = "key", "the group key";
    Link = "link", "the join link";
    Portal = "portal", "the portal’s name";
});

/// The values of the placeholders in one draft.
#[derive(Clone, Copy, Debug)]
pub struct PlaceholderValues<'a> {
    pub group: &'a str,
    pub key: &'a str,
    pub link: &'a str,
    pub portal: &'a str,
}

impl PlaceholderValues<'_> {
    pub(super) const fn of(&self, placeholder: Placeholder) -> &str {
        match placeholder {
            Placeholder::Group => self.group,
            Placeholder::Key => self.key,
            Placeholder::Link => self.link,
            Placeholder::Portal => self.portal,
        }
    }
}

/// Returns the text with the placeholders replaced that have a value. Values are not searched for
/// placeholders.
pub(super) fn replace<'a>(text: &str, value: impl Fn(Placeholder) -> Option<&'a str>) -> String {
    let mut filled = String::new();
    for segment in segments(text) {
        match segment {
            Segment::Text(text) => filled.push_str(text),
            Segment::Named(name) => match Placeholder::from_code(name).and_then(&value) {
                Some(value) => filled.push_str(value),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    filled
}

pub(super) enum Segment<'a> {
    Text(&'a str),
    /// A word in braces.
    Named(&'a str),
}

/// A brace without a word and a closing brace is text.
pub(super) fn segments(template: &str) -> impl Iterator<Item = Segment<'_>> {
    let (before, rest) = template.split_at(template.find('{').unwrap_or(template.len()));
    let braced = rest
        .split('{')
        .skip(1)
        .flat_map(|part| match part.split_once('}') {
            Some((name, after)) if is_word(name) => [Segment::Named(name), Segment::Text(after)],
            _ => [Segment::Text("{"), Segment::Text(part)],
        });
    std::iter::once(Segment::Text(before)).chain(braced)
}

fn is_word(name: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let alone = !name.is_empty() && name == name.trim();
    alone && name.len() <= 40 && name.chars().all(in_word)
}
