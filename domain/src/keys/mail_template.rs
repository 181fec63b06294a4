//! What is written to people who are sent a group key: an administrator's instructions, and the
//! draft that is made of them.
use super::{
    KeyState,
    placeholders::{Placeholder, PlaceholderValues, Segment, segments},
};
use crate::{
    field_error::FieldErrors,
    text::{self, InvalidText},
    text_type,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// The subject of a mail: one line.
    MailSubject, text::line, "A subject", 300
);
text_type!(
    /// The text of a mail.
    MailBody, some_lines, "A text", 5_000
);

fn some_lines(what: &str, text: &str, limit: usize) -> Result<String, InvalidText> {
    if text.trim().is_empty() {
        return Err(InvalidText::Blank(what.to_owned()));
    }
    text::lines(what, text, limit)
}

const SUBJECT: &str = "{portal}: join the group {group}";
const TEXT: &str = "Hello,\n\nyou can join the group “{group}” and get its courses. Open this link and \
    sign in:\n\n{link}\n\nOr sign in, choose Join Group, and type this group key:\n\n{key}\n\n{portal}";

/// **Instructions for group keys**: what a draft is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMailTemplate {
    pub subject: MailSubject,
    pub text: MailBody,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyMailTemplate {
    #[error("{0}")]
    Text(#[from] InvalidText),
    #[error("{}", unknown(.0))]
    Unknown(Vec<String>),
    #[error("Put {{link}} or {{key}} into the text: without one of them nobody can join.")]
    NoWayIn,
}

/// "`{grup}` is no placeholder. There are `{group}`, ..."
fn unknown(names: &[String]) -> String {
    let braced = |name: &str| format!("{{{name}}}");
    let all: Vec<_> = names.iter().map(|name| braced(name)).collect();
    let known: Vec<_> = Placeholder::ALL
        .iter()
        .map(|one| braced(one.code()))
        .collect();
    let verb = if all.len() == 1 {
        "is no placeholder"
    } else {
        "are no placeholders"
    };
    format!("{} {verb}. There are {}.", all.join(", "), known.join(", "))
}

impl KeyMailTemplate {
    /// What a portal says that wrote nothing of its own.
    pub fn built_in() -> Self {
        Self {
            subject: MailSubject(SUBJECT.to_owned()),
            text: MailBody(TEXT.to_owned()),
        }
    }

    /// Reads the two fields of the form.
    ///
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse(errors: &mut FieldErrors, subject: &str, text: &str) -> Option<Self> {
        let subject = errors.check("subject", Self::parse_subject(subject));
        let text = errors.check("text", Self::parse_text(text));
        Some(Self {
            subject: subject?,
            text: text?,
        })
    }

    fn parse_subject(subject: &str) -> Result<MailSubject, InvalidKeyMailTemplate> {
        let subject = MailSubject::parse(subject)?;
        named(subject.as_str())?;
        Ok(subject)
    }

    fn parse_text(text: &str) -> Result<MailBody, InvalidKeyMailTemplate> {
        let text = MailBody::parse(text)?;
        let named = named(text.as_str())?;
        if named.contains(&Placeholder::Link) || named.contains(&Placeholder::Key) {
            Ok(text)
        } else {
            Err(InvalidKeyMailTemplate::NoWayIn)
        }
    }

    /// Subject and text of a mail, still to be looked at.
    pub fn fill(&self, filling: PlaceholderValues<'_>) -> (String, String) {
        (
            filling.render(self.subject.as_str()),
            filling.render(self.text.as_str()),
        )
    }
}

/// The placeholders of a template.
fn named(template: &str) -> Result<Vec<Placeholder>, InvalidKeyMailTemplate> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for piece in segments(template) {
        let Segment::Named(name) = piece else {
            continue;
        };
        match Placeholder::from_code(name) {
            Some(placeholder) => known.push(placeholder),
            None if unknown.iter().any(|other| other == name) => {}
            None => unknown.push(name.to_owned()),
        }
    }
    if unknown.is_empty() {
        Ok(known)
    } else {
        Err(InvalidKeyMailTemplate::Unknown(unknown))
    }
}

/// The mail about one key, as its sender finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMailDraft {
    pub state: KeyState,
    pub subject: String,
    pub text: String,
    /// A mail server is set.
    pub sends: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(subject: &str, text: &str) -> Result<KeyMailTemplate, Vec<(String, String)>> {
        let mut errors = FieldErrors::default();
        KeyMailTemplate::parse(&mut errors, subject, text).ok_or_else(|| {
            let errors = errors.into_vec().into_iter();
            errors.map(|one| (one.field, one.message)).collect()
        })
    }

    const FILLING: PlaceholderValues<'_> = PlaceholderValues {
        group: "The {key} club",
        key: "7QK4-M2XD-9RTHA",
        link: "https://learn.example.org/join/3-x",
        portal: "Academy",
    };

    #[test]
    fn the_built_in_instructions_would_be_taken_from_a_form() {
        let built_in = KeyMailTemplate::built_in();
        assert_eq!(
            parse(built_in.subject.as_str(), built_in.text.as_str()),
            Ok(built_in)
        );
    }

    #[test]
    fn a_draft_says_what_the_placeholders_stand_for_and_nothing_twice() {
        let written = parse("{portal}: {group}", "{key} or {link}, { and } {} {a{key}").unwrap();
        let (subject, text) = written.fill(FILLING);
        assert_eq!(subject, "Academy: The {key} club");
        assert_eq!(
            text,
            "7QK4-M2XD-9RTHA or https://learn.example.org/join/3-x, { and } {} {a7QK4-M2XD-9RTHA"
        );
    }

    #[test]
    fn unknown_placeholders_are_named_once() {
        let sentence = |subject, text| parse(subject, text).unwrap_err()[0].1.clone();
        assert_eq!(
            sentence("{Group}", "{key}"),
            "{Group} is no placeholder. There are {group}, {key}, {link}, {portal}."
        );
        assert_eq!(
            sentence("Hello", "{key} {first name} {grup} {grup}"),
            "{first name}, {grup} are no placeholders. There are {group}, {key}, {link}, {portal}."
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_its_field() {
        let errors = parse(" ", "Come in!").unwrap_err();
        assert_eq!(errors[0], ("subject".into(), "A subject is needed.".into()));
        let way_in = "Put {link} or {key} into the text: without one of them nobody can join.";
        assert_eq!(errors[1], ("text".into(), way_in.into()));
        assert!(parse("Hello", " \n ").is_err());
        assert!(parse("Two\nlines", "{key}").is_err());
        assert!(parse("Hello", &format!("{{key}}{}", "x".repeat(5_000))).is_err());
    }
}
