//! Users: their forms, rows and states.
mod address_login;
mod alphabets;
mod credentials;
mod names;

pub use address_login::{AddressLogin, login_after, login_is_address};
pub use credentials::{Email, Login, Password};
pub(crate) use names::parse_names;
pub use names::{PersonName, full_name};

use crate::{
    edits::FormVersion,
    field_error::{Choice, FieldCode, FieldErrors, Noun},
    ids::{BranchOption, OrderId, UserId, UserTypeId},
    permissions::PermissionSet,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What the user form saves, without the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub login: Login,
    pub email: Email,
    pub user_type: UserTypeId,
}

/// A user to be added, who may be inactive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    pub info: UserInfo,
    pub active: bool,
}

/// The user form as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    pub first_name: String,
    pub last_name: String,
    pub login: String,
    pub email: String,
    /// The id of the user type.
    pub user_type: String,
    /// Empty: no password, or no new one.
    pub password: String,
    /// The code of an [`AddressLogin`], where the login is the address.
    pub address_login: String,
}

impl UserForm {
    /// Returns the password if one was entered.
    ///
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<(UserInfo, Option<Password>), FieldErrors> {
        let user_type = self.user_type.parse();
        self.validate_with(user_type.map_err(|_| FieldCode::Choose(Choice::UserType)))
    }

    /// As [`Self::validate`], of the user who has this login and address.
    ///
    /// # Errors
    /// The error of each invalid field; a login that is the address and stays in its field needs a choice.
    pub fn validate_for(
        &self,
        login: &str,
        email: &str,
    ) -> Result<(UserInfo, Option<Password>), FieldErrors> {
        let (mut info, password) = self.validate()?;
        if login_is_address(info.login.as_str(), login) {
            let after = login_after(&info.login, email, &info.email, &self.address_login);
            info.login = after.map_err(|code| FieldErrors::of("address_login", code))?;
        }
        Ok((info, password))
    }

    /// Validates a sign-up: the password is required, and the user type cannot be chosen.
    ///
    /// # Errors
    /// The error of each invalid field.
    pub fn validate_sign_up(&self) -> Result<(UserInfo, Password), FieldErrors> {
        let mut errors = FieldErrors::default();
        let valid = errors.include(self.validate_with(Ok(UserTypeId(0))));
        if self.password.is_empty() {
            let missing = FieldCode::Required(Noun::Password);
            errors.check::<()>("password", Err(missing));
        }
        errors.finish(|| {
            let (info, password) = valid?;
            Some((info, password?))
        })
    }

    /// Validates a form whose user type was looked up.
    pub(crate) fn validate_with(
        &self,
        user_type: Result<UserTypeId, FieldCode>,
    ) -> Result<(UserInfo, Option<Password>), FieldErrors> {
        let mut errors = FieldErrors::default();
        let user_type = errors.check("user_type", user_type);
        let names = parse_names(&mut errors, &self.first_name, &self.last_name);
        let login = errors.check("login", Login::parse_new(&self.login));
        let email = errors.check("email", Email::parse_new(&self.email));
        let password = match self.password.as_str() {
            "" => Some(None),
            text => errors
                .check("password", Password::parse(text, &self.login))
                .map(Some),
        };
        errors.finish(|| {
            let (first_name, last_name) = names?;
            let info = UserInfo {
                first_name,
                last_name,
                login: login?,
                email: email?,
                user_type: user_type?,
            };
            Some((info, password?))
        })
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
    /// `None` if they never signed in.
    pub last_sign_in: Option<Timestamp>,
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
    pub has_second_factor: bool,
    pub created_at: Timestamp,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

impl UserDetails {
    /// First and last name: `Ana Alvarez`.
    pub fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
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
    /// The user's orders that wait for payment; they stay, without a buyer.
    pub waiting: Vec<OrderId>,
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

/// How an account came to be, which decides how its guesses at keys are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountOrigin {
    /// An administrator added, imported or approved it.
    #[default]
    Managed,
    /// A guest made it, with a valid key or join link.
    Invited,
    /// A guest made it without one: anyone can, as often as they like.
    SelfMade,
}

crate::string_enum::string_enum!(AccountOrigin {
    Managed = "managed", "Managed";
    Invited = "invited", "Invited";
    SelfMade = "self_made", "Self-made";
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
