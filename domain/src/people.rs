//! Users: their names, logins, addresses and passwords.
use crate::{
    ids::{UserId, UserTypeId},
    permissions::PermissionSet,
    problem::Problems,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A first or last name as its owner writes it.
    PersonName, text::line, "A name", 100
);

/// What a user signs in with: 2 to 100 letters, digits and `. _ - @ +`. Unique, compared
/// without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidLogin {
    #[error("A login is needed.")]
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
    #[error("An e-mail address is needed.")]
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

macro_rules! from_string {
    ($name:ident, $error:ident) => {
        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

from_string!(Login, InvalidLogin);
from_string!(Email, InvalidEmail);

/// A new password: 10 to 200 characters, not the login. Length is what counts (NIST SP
/// 800-63B); no rules about digits and signs.
pub struct Password(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidPassword {
    #[error("A password has at least 10 characters. A few words are easy to remember.")]
    TooShort,
    #[error("A password has at most 200 characters.")]
    TooLong,
    #[error("The password may not be the login.")]
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

    /// The text, to hash it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// What the user form saves, without the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub login: Login,
    pub email: Email,
    pub user_type: UserTypeId,
}

/// The user form as it was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedUser<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub login: &'a str,
    pub email: &'a str,
    /// The id of the user type.
    pub user_type: &'a str,
    /// Empty: none, or none new.
    pub password: &'a str,
}

impl UserInfo {
    /// Reads the user form, and the password where one was typed.
    ///
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse(
        problems: &mut Problems,
        typed: &TypedUser<'_>,
    ) -> Option<(Self, Option<Password>)> {
        let first_name = problems.check("first_name", PersonName::parse(typed.first_name));
        let last_name = problems.check("last_name", PersonName::parse(typed.last_name));
        let login = problems.check("login", Login::parse(typed.login));
        let email = problems.check("email", Email::parse(typed.email));
        let user_type = problems.check(
            "user_type",
            typed.user_type.parse().map_err(|_| "Choose a user type."),
        );
        let password = match typed.password {
            "" => Some(None),
            text => problems
                .check("password", Password::parse(text, typed.login))
                .map(Some),
        };
        let info = Self {
            first_name: first_name?,
            last_name: last_name?,
            login: login?,
            email: email?,
            user_type: user_type?,
        };
        Some((info, password?))
    }
}

impl UserInfo {
    /// Reads a form in which somebody makes his own account: he needs a password, and his type
    /// is not his choice.
    ///
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse_own(problems: &mut Problems, typed: &TypedUser<'_>) -> Option<(Self, Password)> {
        let typed = TypedUser {
            user_type: "0",
            ..*typed
        };
        let parsed = Self::parse(problems, &typed);
        if typed.password.is_empty() {
            problems.check::<(), _>("password", Err("A password is needed."));
        }
        let (info, password) = parsed?;
        Some((info, password?))
    }
}

/// A row of the users list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    pub id: UserId,
    pub name: String,
    pub login: String,
    pub email: String,
    pub user_type: String,
    pub active: bool,
    pub state: UserState,
    pub groups: i64,
    pub courses: i64,
}

/// One user, for the editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    pub id: UserId,
    pub first_name: String,
    pub last_name: String,
    pub login: String,
    pub email: String,
    pub user_type: UserTypeId,
    pub user_type_name: String,
    pub active: bool,
    pub state: UserState,
    pub created_at: Timestamp,
    /// Counts the edits; an edit of an older version is a conflict.
    pub version: i64,
}

/// What deleting a user would take along, for the question that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDeletion {
    pub name: String,
    pub groups: i64,
    pub courses: i64,
    /// Courses in which he has progress.
    pub begun: i64,
}

/// A user type to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTypeOption {
    pub id: UserTypeId,
    pub name: String,
    /// What new users get where nobody chooses.
    pub usual: bool,
    pub holds: PermissionSet,
}

/// How far somebody who signed up has come. Until he is settled he is not active.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    #[default]
    Settled,
    /// Has not opened the link in the mail yet.
    Unconfirmed,
    /// An administrator has to approve him.
    Waiting,
}

crate::groups::stored_choice!(UserState {
    Settled = "settled", "Settled";
    Unconfirmed = "unconfirmed", "E-mail not confirmed";
    Waiting = "waiting", "Waiting for approval";
});

/// The filter of the users list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserFilter {
    #[default]
    All,
    Active,
    Inactive,
    /// Those who signed up and are not in yet.
    Waiting,
}

crate::groups::stored_choice!(UserFilter {
    All = "all", "All";
    Active = "active", "Active";
    Inactive = "inactive", "Inactive";
    Waiting = "waiting", "Waiting";
});

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
