//! Users: their forms, rows and states.
mod credentials;

pub use credentials::{Email, InvalidEmail, InvalidLogin, InvalidPassword, Login, Password};

use crate::{
    field_error::FieldErrors,
    ids::{BranchOption, UserId, UserTypeId},
    permissions::PermissionSet,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A first or last name as the person writes it.
    PersonName, text::line, "A name", 100
);

/// What the user form saves, without the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub login: Login,
    pub email: Email,
    pub user_type: UserTypeId,
}

/// The user form as entered.
#[derive(Clone, Copy, Debug, Default)]
pub struct UserForm<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub login: &'a str,
    pub email: &'a str,
    /// The id of the user type.
    pub user_type: &'a str,
    /// Empty: no password, or no new one.
    pub password: &'a str,
}

impl UserInfo {
    /// Parses the user form, and the password if one was entered.
    ///
    /// # Errors
    /// Notes each field's error and returns `None`.
    pub fn parse(
        errors: &mut FieldErrors,
        typed: &UserForm<'_>,
    ) -> Option<(Self, Option<Password>)> {
        let first_name = errors.check("first_name", PersonName::parse(typed.first_name));
        let last_name = errors.check("last_name", PersonName::parse(typed.last_name));
        let login = errors.check("login", Login::parse(typed.login));
        let email = errors.check("email", Email::parse(typed.email));
        let user_type = errors.check(
            "user_type",
            typed.user_type.parse().map_err(|_| "Choose a user type."),
        );
        let password = match typed.password {
            "" => Some(None),
            text => errors
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

    /// Parses the sign-up form: the password is required, and the user type cannot be chosen.
    ///
    /// # Errors
    /// Notes each field's error and returns `None`.
    pub fn parse_sign_up(
        errors: &mut FieldErrors,
        typed: &UserForm<'_>,
    ) -> Option<(Self, Password)> {
        let typed = UserForm {
            user_type: "0",
            ..*typed
        };
        let parsed = Self::parse(errors, &typed);
        if typed.password.is_empty() {
            errors.check::<(), _>("password", Err("A password is required."));
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
    /// The name of the user's branch.
    pub branch: Option<String>,
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
    pub branch: Option<BranchOption>,
    pub active: bool,
    pub state: UserState,
    pub created_at: Timestamp,
    /// Counts the edits; an edit of an older version is a conflict.
    pub version: i64,
}

impl UserDetails {
    /// First and last name: `Ana Alvarez`.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// What deleting a user would delete, for the confirmation dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDeletion {
    pub name: String,
    pub groups: i64,
    pub courses: i64,
    /// Courses in which the user has progress.
    pub begun: i64,
}

/// A user type to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTypeOption {
    pub id: UserTypeId,
    pub name: String,
    /// Whether it is the default type of new users.
    pub is_default: bool,
    pub permissions: PermissionSet,
}

/// The sign-up state of a user, who is not active until registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    #[default]
    Registered,
    /// Has not opened the link in the e-mail yet.
    Unconfirmed,
    /// An administrator has to approve the account.
    Waiting,
}

crate::string_enum::string_enum!(UserState {
    Registered = "settled", "Settled";
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
    /// Users who signed up and are not active yet.
    Waiting,
}

crate::string_enum::string_enum!(UserFilter {
    All = "all", "All";
    Active = "active", "Active";
    Inactive = "inactive", "Inactive";
    Waiting = "waiting", "Waiting";
});
