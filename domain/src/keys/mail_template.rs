//! The e-mail that sends a group key: the portal's template, and the draft made from it.
use super::{
    KeyState,
    placeholders::{self, Placeholder, PlaceholderValues, Segment, segments},
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

    pub(super) fn parse_subject(subject: &str) -> Result<MailSubject, FieldCode> {
        let subject = MailSubject::parse(subject)?;
        named(subject.as_str())?;
        Ok(subject)
    }

    pub(super) fn parse_text(text: &str) -> Result<MailBody, FieldCode> {
        let text = MailBody::parse(text)?;
        let named = named(text.as_str())?;
        if named.contains(&Placeholder::Link) {
            Ok(text)
        } else {
            Err(FieldCode::NoWayToJoin)
        }
    }

    /// Returns the subject and the text of a draft, with the key and its link still as placeholders:
    /// these are filled in when the mail is sent.
    pub fn draft(&self, group: &str, portal: &str) -> (String, String) {
        // A name with braces could be taken for a placeholder later.
        let known = |placeholder: Placeholder| match placeholder {
            Placeholder::Group if !group.contains('{') => Some(group),
            Placeholder::Portal if !portal.contains('{') => Some(portal),
            _ => None,
        };
        let subject = placeholders::replace(self.subject.as_str(), known);
        let mut text = placeholders::replace(self.text.as_str(), known);
        // Templates of earlier versions may have the key alone.
        if !names_link(&text) {
            text.push_str("\n\n{link}");
        }
        (subject, text)
    }
}

/// Returns the text of a mail that is sent.
pub fn render(values: PlaceholderValues<'_>, text: &str) -> String {
    placeholders::replace(text, |placeholder| Some(values.of(placeholder)))
}

fn names_link(text: &str) -> bool {
    let link = Placeholder::Link.code();
    segments(text).any(|segment| matches!(segment, Segment::Named(name) if name == link))
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
        let text = "{portal}: {group}, {key} or {link}, { and } {} {a{key}";
        assert_eq!(
            render(FILLING, text),
            "Academy: The {key} club, 7QK4-M2XD-9RTHA or https://learn.example.org/join/3-x, { and } \
             {} {a7QK4-M2XD-9RTHA"
        );
    }

    #[test]
    fn a_draft_has_neither_the_key_nor_its_link() {
        let written = parse("{portal}: {group}", "{key} {group} {link}").unwrap();
        let (subject, text) = written.draft("Bakers", "Academy");
        assert_eq!(subject, "Academy: Bakers");
        assert_eq!(text, "{key} Bakers {link}");
        // A name is no placeholder: it is filled in when the mail is sent, once.
        let (subject, text) = written.draft("The {key} club", "Academy");
        assert_eq!(render(FILLING, &subject), "Academy: The {key} club");
        assert!(text.contains("{group}"), "{text}");
        let before = KeyMailTemplate {
            text: MailBody("Type {key}.".into()),
            ..written
        };
        assert_eq!(before.draft("Bakers", "Academy").1, "Type {key}.\n\n{link}");
    }

    #[test]
    fn unknown_placeholders_are_named_once() {
        let sentence = |subject, text| parse(subject, text).unwrap_err()[0].1.clone();
        assert_eq!(
            sentence("{Group}", "{link}"),
            "{Group} isn’t a placeholder. You can use {group}, {key}, {link}, {portal}."
        );
        assert_eq!(
            sentence("Hello", "{link} {first name} {grup} {grup}"),
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
        let hint = "Include {link} in the text: each e-mail has the join link there.";
        assert_eq!(errors[1], ("text".into(), hint.into()));
        assert!(parse("Hello", " \n ").is_err());
        assert!(parse("Two\nlines", "{link}").is_err());
        assert!(parse("Hello", "{key}").is_err());
        assert!(parse("Hello", &format!("{{link}}{}", "x".repeat(5_000))).is_err());
    }
}
