//! The e-mail that sends a group key: the portal's template, and the draft made from it.
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
const TEXT: &str = "Hello,\n\nYou’re invited to the group “{group}”. Open this link and sign in to get its \
    courses:\n\n{link}\n\nYou can also sign in, choose Join Group and enter this group key:\n\n{key}\n\n{portal}";

/// **Instructions for group keys**: the template of a draft.
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
    #[error("Include {{link}} or {{key}} in the text so that people can join.")]
    NoWayIn,
}

/// "`{grup}` isn’t a placeholder. You can use `{group}`, ..."
fn unknown(names: &[String]) -> String {
    let braced = |name: &str| format!("{{{name}}}");
    let all: Vec<_> = names.iter().map(|name| braced(name)).collect();
    let known: Vec<_> = Placeholder::ALL
        .iter()
        .map(|one| braced(one.code()))
        .collect();
    let verb = if all.len() == 1 {
        "isn’t a placeholder"
    } else {
        "aren’t placeholders"
    };
    format!(
        "{} {verb}. You can use {}.",
        all.join(", "),
        known.join(", ")
    )
}

impl KeyMailTemplate {
    /// The template of a portal that has saved none.
    pub fn built_in() -> Self {
        Self {
            subject: MailSubject(SUBJECT.to_owned()),
            text: MailBody(TEXT.to_owned()),
        }
    }

    /// Parses the two fields of the form.
    ///
    /// # Errors
    /// Notes each field's error and returns `None`.
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

    /// Returns the subject and the text of a mail, which the sender can still edit.
    pub fn fill(&self, filling: PlaceholderValues<'_>) -> (String, String) {
        (
            filling.render(self.subject.as_str()),
            filling.render(self.text.as_str()),
        )
    }
}

/// Returns the placeholders of a template.
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

/// The mail about one key, as the sender first sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMailDraft {
    pub state: KeyState,
    pub subject: String,
    pub text: String,
    /// Whether a mail server is set up.
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
    fn the_built_in_template_passes_the_checks_of_the_form() {
        let built_in = KeyMailTemplate::built_in();
        assert_eq!(
            parse(built_in.subject.as_str(), built_in.text.as_str()),
            Ok(built_in)
        );
    }

    #[test]
    fn placeholders_are_filled_once_and_not_inside_values() {
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
            "{Group} isn’t a placeholder. You can use {group}, {key}, {link}, {portal}."
        );
        assert_eq!(
            sentence("Hello", "{key} {first name} {grup} {grup}"),
            "{first name}, {grup} aren’t placeholders. You can use {group}, {key}, {link}, {portal}."
        );
    }

    #[test]
    fn each_error_is_reported_for_its_field() {
        let errors = parse(" ", "Come in!").unwrap_err();
        assert_eq!(
            errors[0],
            ("subject".into(), "A subject is required.".into())
        );
        let way_in = "Include {link} or {key} in the text so that people can join.";
        assert_eq!(errors[1], ("text".into(), way_in.into()));
        assert!(parse("Hello", " \n ").is_err());
        assert!(parse("Two\nlines", "{key}").is_err());
        assert!(parse("Hello", &format!("{{key}}{}", "x".repeat(5_000))).is_err());
    }
}
