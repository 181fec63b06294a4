//! Credentials: a login or an e-mail address, and a password.
use crate::text::string_form;
use serde::{Deserialize, Serialize};

/// A login: 2 to 100 letters, digits and `. _ - @ +`. Unique, compared without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidLogin {
    #[error("A login is required.")]
    Blank,
    #[error("A login has 2 to 100 characters.")]
    Length,
    #[error("A login is made of letters A to Z, digits, and . _ - @ +")]
    Character,
}

impl Login {
    /// # Errors
    /// A sentence for the login field.
    pub fn parse(text: &str) -> Result<Self, InvalidLogin> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidLogin::Blank);
        }
        if !text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-@+".contains(c))
        {
            return Err(InvalidLogin::Character);
        }
        if !(2..=100).contains(&text.len()) {
            return Err(InvalidLogin::Length);
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidEmail {
    #[error("An e-mail address is required.")]
    Blank,
    #[error("This does not look like an e-mail address.")]
    Shape,
}

impl Email {
    /// # Errors
    /// A sentence for the e-mail field.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidEmail::Blank);
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
            Err(InvalidEmail::Shape)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

string_form!(Login, InvalidLogin);
string_form!(Email, InvalidEmail);

/// A new password: 10 to 200 characters, not the login. Only the length counts (NIST SP 800-63B);
/// there are no rules about digits and special characters.
pub struct Password(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidPassword {
    #[error("A password has at least 10 characters. A few words are easy to remember.")]
    TooShort,
    #[error("A password has at most 200 characters.")]
    TooLong,
    #[error("The password can’t be the same as the login.")]
    IsLogin,
}

impl Password {
    /// # Errors
    /// A sentence for the password field.
    pub fn parse(text: &str, login: &str) -> Result<Self, InvalidPassword> {
        let length = text.chars().count();
        if text.trim().eq_ignore_ascii_case(login.trim()) && !login.trim().is_empty() {
            Err(InvalidPassword::IsLogin)
        } else if length < 10 {
            Err(InvalidPassword::TooShort)
        } else if length > 200 {
            Err(InvalidPassword::TooLong)
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

    #[test]
    fn logins_are_plain() {
        assert!(Login::parse("ana.souza@example.org").is_ok());
        assert_eq!(Login::parse("a"), Err(InvalidLogin::Length));
        assert_eq!(
            Login::parse("аdmin"),
            Err(InvalidLogin::Character),
            "a Cyrillic look-alike"
        );
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
            Some(InvalidPassword::TooShort)
        );
        assert_eq!(
            Password::parse("ANA.SOUZA.1", "ana.souza.1").err(),
            Some(InvalidPassword::IsLogin)
        );
    }
}
