//! The recipients of a key, parsed from a pasted list.
use super::{KeyMailTemplate, MailBody, MailSubject};
use crate::{
    field_error::{FieldCode, FieldErrors},
    numbers::thousands,
    text::{to_plain, visible},
    users::Email,
};
use serde::{Deserialize, Serialize};

/// E-mail addresses without duplicates; at least one, at most [`Recipients::MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients(Vec<Email>);

impl Recipients {
    /// The maximum number of recipients at once.
    pub const MAX: usize = 500;

    /// One per line, or separated by commas or semicolons; also `Ana Souza <ana@example.org>`.
    ///
    /// # Errors
    /// Names all entries that are not addresses.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let (mut found, mut bad) = (Vec::<Email>::new(), Vec::new());
        let mut known = std::collections::HashSet::new();
        let text = to_plain(&visible(text));
        for entry in text.lines().flat_map(entries) {
            match Email::parse(address(entry)) {
                Ok(email) if known.insert(email.as_str().to_lowercase()) => found.push(email),
                Ok(_) => {}
                Err(_) => bad.push(entry.to_owned()),
            }
        }
        if !bad.is_empty() {
            return Err(FieldCode::NotEmails(bad));
        }
        match found.len() {
            0 => Err(FieldCode::NoRecipients),
            1..=Self::MAX => Ok(Self(found)),
            found => Err(FieldCode::TooManyRecipients {
                limit: Self::MAX,
                found,
            }),
        }
    }

    pub fn as_slice(&self) -> &[Email] {
        &self.0
    }

    pub fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }
}

/// The entries of one line, separated by semicolons, and by commas that are not part of a name.
fn entries(line: &str) -> Vec<&str> {
    let parts = split(line, ';').into_iter().flat_map(|part| {
        if is_one_name(part) {
            vec![part]
        } else {
            split(part, ',')
        }
    });
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// `Souza, Ana <ana@example.org>`, as address books copy it.
fn is_one_name(part: &str) -> bool {
    let named = part
        .trim()
        .strip_suffix('>')
        .and_then(|part| part.split_once('<'));
    named.is_some_and(|(name, address)| !name.contains('@') && !address.contains(['<', '>']))
}

/// The parts between the separators that are outside quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

/// The address in an entry, with or without a name before it.
fn address(entry: &str) -> &str {
    let bracketed = entry
        .strip_suffix('>')
        .and_then(|entry| entry.rsplit_once('<'));
    bracketed.map_or(entry, |(_, address)| address)
}

/// How many addresses that are no user's one sender can send keys to within a day.
pub const STRANGERS_PER_DAY: i64 = 100;

/// A key to be mailed to the people who may join with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMail {
    pub recipients: Recipients,
    pub subject: MailSubject,
    pub text: MailBody,
}

/// The form of **Send by e-mail** as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyMailForm {
    pub recipients: String,
    pub subject: String,
    pub text: String,
}

impl KeyMailForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<KeyMail, FieldErrors> {
        let mut errors = FieldErrors::default();
        let recipients = errors.check("recipients", Recipients::parse(&self.recipients));
        let subject = errors.check("subject", KeyMailTemplate::parse_subject(&self.subject));
        let text = errors.check("text", KeyMailTemplate::parse_text(&self.text));
        errors.finish(|| {
            Some(KeyMail {
                recipients: recipients?,
                subject: subject?,
                text: text?,
            })
        })
    }
}

/// `1 person`, `12 people`.
pub fn count_people(number: i64) -> String {
    match number {
        1 => "1 person".to_owned(),
        number => format!("{} people", thousands(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::fields;

    fn parse(text: &str) -> Result<Vec<String>, String> {
        let found = Recipients::parse(text).map_err(|code| fields::sentence(&code))?;
        Ok(found.0.into_iter().map(String::from).collect())
    }

    #[test]
    fn addresses_are_parsed_in_every_pasted_form() {
        let text = "ana@example.org\r\n\n ben@example.org ,cleo@example.org;dan@example.org;\n\
            Eva Souza <eva@example.org>, \"Lima, Fay\" <fay@example.org>\n\
            Souza, Gil <gil@example.org>; Hal <hal@example.org>, <ida@example.org>,\n";
        let names = [
            "ana", "ben", "cleo", "dan", "eva", "fay", "gil", "hal", "ida",
        ];
        let all: Vec<_> = names.map(|name| format!("{name}@example.org")).into();
        assert_eq!(parse(text), Ok(all));
        let typographic = "“Souza，Ana” ＜ana@example.org＞；\u{202A}b\u{200B}en@example.org\u{202C}\rcleo@example.org";
        let names = ["ana", "ben", "cleo"].map(|name| format!("{name}@example.org"));
        assert_eq!(parse(typographic), Ok(names.into()));
    }

    #[test]
    fn a_duplicate_address_gets_one_mail() {
        let text = "Ana@Example.org, ana@example.org\nAna <ANA@example.org>";
        assert_eq!(parse(text), Ok(vec!["Ana@Example.org".to_owned()]));
    }

    #[test]
    fn everything_that_is_not_an_address_is_named() {
        assert_eq!(
            parse("ana@example.org, ben").unwrap_err(),
            "Not an e-mail address: “ben”."
        );
        assert_eq!(
            parse("ben\nCleo <cleo@>; dan@example.org > x").unwrap_err(),
            "Not e-mail addresses: “ben”, “Cleo <cleo@>”, “dan@example.org > x”."
        );
        let long = vec!["word"; 25].join("\n");
        assert!(parse(&long).unwrap_err().ends_with("“word” and 5 more."));
    }

    #[test]
    fn the_list_is_neither_empty_nor_too_long() {
        let empty = "Enter at least one e-mail address.";
        assert_eq!(parse(" ,;\n").unwrap_err(), empty);
        let list = |most: usize| {
            let all: Vec<_> = (0..most).map(|n| format!("p{n}@example.org")).collect();
            parse(&all.join("\n"))
        };
        assert_eq!(list(500).map(|all| all.len()), Ok(500));
        let many = "You can send to up to 500 people; this list has 501.";
        assert_eq!(list(501).unwrap_err(), many);
    }

    #[test]
    fn people_are_counted() {
        assert_eq!(
            (count_people(1), count_people(1200)),
            ("1 person".into(), "1,200 people".into())
        );
    }
}
