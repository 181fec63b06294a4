//! Credentials: a login or an e-mail address, and a password.
use super::alphabets::mixes_alphabets;
use crate::{
    field_error::{FieldCode, Noun},
    text::{clean_plain, string_form},
};
use serde::{Deserialize, Serialize};

/// A login: 2 to 100 letters, digits and `. _ - @ +`, or an e-mail address, whose owner has it as the login if none is
/// chosen. Unique, compared without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

impl Login {
    /// As [`Login::parse`], for a form: letters of alphabets that look alike are not mixed.
    ///
    /// # Errors
    /// What is wrong with the login.
    pub fn parse_new(text: &str) -> Result<Self, FieldCode> {
        let parsed = Self::parse(text)?;
        if mixes_alphabets(&parsed.0) {
            return Err(FieldCode::MixedAlphabets);
        }
        Ok(parsed)
    }

    /// # Errors
    /// What is wrong with the login.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = &clean_plain(Noun::Login, text)?;
        if text.is_empty() {
            return Err(FieldCode::Required(Noun::Login));
        }
        if Email::parse(text).is_ok() {
            return Ok(Self(text.to_owned()));
        }
        if !text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-@+".contains(c))
        {
            return Err(FieldCode::WrongCharacters(Noun::Login));
        }
        let (min, max) = (2, 100);
        if !(min..=max).contains(&text.len()) {
            let noun = Noun::Login;
            return Err(FieldCode::WrongLength { noun, min, max });
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address, checked for shape only: something, one `@`, a host with a dot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// As [`Email::parse`], for a form: letters of alphabets that look alike are not mixed.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn parse_new(text: &str) -> Result<Self, FieldCode> {
        let parsed = Self::parse(text)?;
        if mixes_alphabets(&parsed.0) {
            return Err(FieldCode::MixedAlphabets);
        }
        Ok(parsed)
    }

    /// # Errors
    /// What is wrong with the address.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = &clean_plain(Noun::Email, text)?;
        if text.is_empty() {
            return Err(FieldCode::Required(Noun::Email));
        }
        let shaped = text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.split('.').count() > 1
                && host.split('.').all(|label| !label.is_empty())
        });
        let plain = text
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"".contains(c));
        if shaped && plain && text.matches('@').count() == 1 && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(FieldCode::NotAnEmail)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

string_form!(Login);
string_form!(Email);

/// A new password: 10 to 200 characters, not the login. Only the length counts (NIST SP 800-63B);
/// there are no rules about digits and special characters.
pub struct Password(String);

impl Password {
    /// # Errors
    /// What is wrong with the password.
    pub fn parse(text: &str, login: &str) -> Result<Self, FieldCode> {
        let (min, max) = (10, 200);
        let length = text.chars().count();
        if text.trim().eq_ignore_ascii_case(login.trim()) && !login.trim().is_empty() {
            Err(FieldCode::PasswordIsLogin)
        } else if length < min {
            Err(FieldCode::PasswordTooShort { min })
        } else if length > max {
            Err(FieldCode::PasswordTooLong { max })
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The plain text, to be hashed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_error::BadCharacter;

    #[test]
    fn logins_are_plain() {
        assert!(Login::parse("ana.souza@example.org").is_ok());
        assert!(Login::parse("mary.o'kane@example.org").is_ok());
        assert!(Login::parse("mary.o'kane").is_err());
        assert_eq!(
            Login::parse("a").err().map(|code| code.code()),
            Some("wrong_length")
        );
        assert_eq!(
            Login::parse("аdmin"),
            Err(FieldCode::WrongCharacters(Noun::Login)),
            "a Cyrillic look-alike"
        );
    }

    #[test]
    fn what_is_seen_is_what_is_saved() {
        for text in [
            "o'kane@t32.example\u{200B}",
            "\u{FEFF}o'kane@t32.example\u{200F}",
            "\u{202A}o'kane@t32.example\u{202C}",
            "o'kane@t3\u{AD}2.exam\u{200B}ple",
            "o'kane@t32\u{200D}.example\u{FE0F}",
            " o’kane＠t32．example\u{A0}",
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), "o'kane@t32.example");
            assert_eq!(Login::parse(text).unwrap().as_str(), "o'kane@t32.example");
        }
        assert_eq!(Login::parse("ana–souza").unwrap().as_str(), "ana-souza");
    }

    #[test]
    fn an_override_inside_is_refused_with_its_place() {
        let refused = FieldCode::BadCharacter {
            noun: Noun::Email,
            why: BadCharacter::Direction,
            line: 1,
            column: 3,
        };
        assert_eq!(Email::parse("an\u{202E}a@b.co"), Err(refused));
    }

    #[test]
    fn addresses_have_a_shape() {
        for good in [
            "a@b.co",
            "zoë@exämple.org",
            "first.last+tag@sub.example.org",
        ] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "a",
            "a@b",
            "@b.co",
            "a@b..co",
            "a@b@c.co",
            "a b@c.co",
            "a@b.co\r\nBcc: x@y.z",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_long_and_not_the_login() {
        assert!(Password::parse("correct horse", "ana").is_ok());
        assert_eq!(
            Password::parse("short", "ana").err(),
            Some(FieldCode::PasswordTooShort { min: 10 })
        );
        assert_eq!(
            Password::parse("ANA.SOUZA.1", "ana.souza.1").err(),
            Some(FieldCode::PasswordIsLogin)
        );
    }
}
