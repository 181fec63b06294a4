//! The parts of a sentence, so that the names in it can be links.
use serde::{Deserialize, Serialize};

/// A part of what a line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SentencePart {
    Text(String),
    /// The name, as it was, of the line's user.
    User(String),
    /// Of its group.
    Group(String),
    /// Of its course.
    Course(String),
    /// Its group, which the sentence does not name.
    TheGroup,
}

/// Begins a name in a sentence. Names have no control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    User,
    Group,
    Course,
}

const MARKS: [(char, Mark); 3] = [
    ('\u{1}', Mark::User),
    ('\u{2}', Mark::Group),
    ('\u{3}', Mark::Course),
];
const END: char = '\u{4}';

impl Mark {
    /// The group in sentences that do not name it.
    pub const THE_GROUP: &'static str = "\u{5}";

    /// Returns the name as it is put into a sentence.
    pub fn around(self, name: &str) -> String {
        let start = MARKS.iter().find(|(_, mark)| *mark == self);
        let name = name.replace(char::is_control, "");
        start.map_or(name.clone(), |(start, _)| format!("{start}{name}{END}"))
    }

    const fn part(self, name: String) -> SentencePart {
        match self {
            Self::User => SentencePart::User(name),
            Self::Group => SentencePart::Group(name),
            Self::Course => SentencePart::Course(name),
        }
    }
}

impl SentencePart {
    /// Returns the parts of a sentence with marked names.
    pub fn parts_of(sentence: &str) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut named = None;
        for letter in sentence.chars() {
            let mark = MARKS.iter().find(|(start, _)| *start == letter);
            let is_group = letter == '\u{5}';
            if mark.is_none() && !is_group && letter != END {
                text.push(letter);
                continue;
            }
            parts.extend(part(named.take(), std::mem::take(&mut text)));
            named = mark.map(|(_, mark)| *mark);
            parts.extend(is_group.then_some(Self::TheGroup));
        }
        parts.extend(part(named, text));
        parts
    }

    /// The text of the part, for what is not a page.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::User(text) | Self::Group(text) | Self::Course(text) => text,
            Self::TheGroup => "the group",
        }
    }
}

fn part(mark: Option<Mark>, text: String) -> Option<SentencePart> {
    let part = match mark {
        Some(mark) => mark.part(text),
        None => SentencePart::Text(text),
    };
    (!part.text().is_empty()).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::{SentencePart::*, *};

    #[test]
    fn a_sentence_is_split_at_its_marked_names() {
        let (user, group) = (Mark::User.around("Ana"), Mark::THE_GROUP);
        let sentence = format!("added {user} to {group}, keeping access");
        assert_eq!(
            SentencePart::parts_of(&sentence),
            [
                Text("added ".into()),
                User("Ana".into()),
                Text(" to ".into()),
                TheGroup,
                Text(", keeping access".into()),
            ]
        );
        let (course, group) = (Mark::Course.around("Bread"), Mark::Group.around("Bakers"));
        let sentence = format!("{course}{group}");
        let parts = SentencePart::parts_of(&sentence);
        assert_eq!(parts, [Course("Bread".into()), Group("Bakers".into())]);
    }

    #[test]
    fn a_sentence_without_names_is_one_part() {
        assert_eq!(
            SentencePart::parts_of("signed in"),
            [Text("signed in".into())]
        );
        assert_eq!(SentencePart::parts_of(""), []);
        let empty = Mark::User.around("");
        assert_eq!(SentencePart::parts_of(&empty), []);
    }

    #[test]
    fn a_name_ends_no_mark() {
        let odd = Mark::User.around("A\u{4}na\u{1} Souza");
        assert_eq!(SentencePart::parts_of(&odd), [User("Ana Souza".into())]);
    }

    #[test]
    fn the_parts_are_the_sentence() {
        let sentence = format!("left {}", Mark::THE_GROUP);
        let parts = SentencePart::parts_of(&sentence);
        let text: String = parts.iter().map(SentencePart::text).collect();
        assert_eq!(text, "left the group");
    }
}
