//! The e-mail that sends a group key: the portal's template, and the draft made from it.
use super::{
    KeyState,
    placeholders::{Placeholder, PlaceholderValues, Segment, segments},
};
use crate::{
    edits::SavedForm,
    field_error::{FieldCode, FieldErrors, Noun},
    messages::mails,
    text, text_type,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// The subject of a mail: one line.
    MailSubject, text::line, MailSubject, 300
);
text_type!(
    /// The text of a mail.
    MailBody, some_lines, MailText, 5_000
);

fn some_lines(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    if text.trim().is_empty() {
        return Err(FieldCode::Required(noun));
    }
    text::lines(noun, text, limit)
}

/// **Instructions for group keys**: the template of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMailTemplate {
    pub subject: MailSubject,
    pub text: MailBody,
}

impl KeyMailTemplate {
    /// The template of a portal that has saved none.
    pub fn built_in() -> Self {
        Self {
            subject: MailSubject(mails::KEY_SUBJECT.to_owned()),
            text: MailBody(mails::KEY_TEXT.to_owned()),
        }
    }

    pub fn saved(&self) -> SavedForm {
        SavedForm::new()
            .text("Subject", self.subject.as_str())
            .text("Text", self.text.as_str())
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

    fn parse_subject(subject: &str) -> Result<MailSubject, FieldCode> {
        let subject = MailSubject::parse(subject)?;
        named(subject.as_str())?;
        Ok(subject)
    }

    fn parse_text(text: &str) -> Result<MailBody, FieldCode> {
        let text = MailBody::parse(text)?;
        let named = named(text.as_str())?;
        if named.contains(&Placeholder::Link) || named.contains(&Placeholder::Key) {
            Ok(text)
        } else {
            Err(FieldCode::NoWayToJoin)
        }
    }

    /// Returns the subject and the text of a mail, which the sender can still edit.
    pub fn fill(&self, values: PlaceholderValues<'_>) -> (String, String) {
        (
            values.render(self.subject.as_str()),
            values.render(self.text.as_str()),
        )
    }
}

/// Returns the placeholders of a template.
fn named(template: &str) -> Result<Vec<Placeholder>, FieldCode> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for segment in segments(template) {
        let Segment::Named(name) = segment else {
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
        Err(FieldCode::UnknownPlaceholders(unknown))
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
    use crate::messages::fields;

    fn parse(subject: &str, text: &str) -> Result<KeyMailTemplate, Vec<(String, String)>> {
        let mut errors = FieldErrors::default();
        KeyMailTemplate::parse(&mut errors, subject, text).ok_or_else(|| {
            let errors = fields::with_sentences(&errors).into_iter();
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
        let hint = "Include {link} or {key} in the text so that people can join.";
        assert_eq!(errors[1], ("text".into(), hint.into()));
        assert!(parse("Hello", " \n ").is_err());
        assert!(parse("Two\nlines", "{key}").is_err());
        assert!(parse("Hello", &format!("{{key}}{}", "x".repeat(5_000))).is_err());
    }
}
