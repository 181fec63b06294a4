//! What the portal as a whole is set to.
use crate::{
    field_error::FieldError,
    groups::string_enum,
    ids::{GroupId, UserTypeId},
    money::Currency,
    text, text_type,
    users::UserTypeOption,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// What the portal is called: in the bar at the top, in titles and in mails.
    PortalName, text::line, "A name", 60
);

/// What a portal is called that nobody named.
pub const DEFAULT_PORTAL_NAME: &str = "Muster";

/// Whether strangers can make an account for themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    #[default]
    Off,
    Direct,
    Approval,
}

string_enum!(SignUpMode {
    Off = "off", "Off";
    Direct = "direct", "Direct";
    Approval = "approval", "By approval";
});

impl SignUpMode {
    /// # Errors
    /// The problem of the field `sign_up` where nothing was chosen.
    pub fn parse(code: &str) -> Result<Self, FieldError> {
        Self::from_code(code).ok_or_else(|| FieldError::new("sign_up", "Choose who may sign up."))
    }
}

/// **Settings** > General.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralSettings {
    pub portal_name: String,
    pub currency: Currency,
    /// A price is set somewhere: the currency stays as it is.
    pub priced: bool,
    /// Strangers may look at the catalog.
    pub public_catalog: bool,
}

/// The group that every new user joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultGroup {
    pub id: GroupId,
    pub name: String,
    pub courses: i64,
}

/// **Settings** > Users: what becomes of new users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUserSettings {
    pub default_group: Option<DefaultGroup>,
    pub default_type: UserTypeId,
    pub sign_up: SignUpMode,
    /// The types the asker may choose from.
    pub types: Vec<UserTypeOption>,
}

/// What a stranger is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpOptions {
    pub sign_up: SignUpMode,
    /// He may join a group by its key at once.
    pub by_key: bool,
    /// A mail server is set.
    pub mails: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for mode in SignUpMode::ALL {
            assert_eq!(SignUpMode::parse(mode.code()), Ok(*mode));
        }
        assert_eq!(SignUpMode::parse("").unwrap_err().field, "sign_up");
    }
}
