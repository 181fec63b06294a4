//! The settings of the whole portal.
use crate::{
    groups::stored_choice,
    ids::{GroupId, UserTypeId},
    money::Currency,
    people::UserTypeOption,
    problem::Problem,
    text, text_type,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// The portal's name: in the header, in titles and in e-mails.
    PortalName, text::line, "A name", 60
);

/// The name of a portal until an administrator sets one.
pub const USUAL_NAME: &str = "Muster";

/// Whether guests can create an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    #[default]
    Off,
    Direct,
    Approval,
}

stored_choice!(SignUp {
    Off = "off", "Off";
    Direct = "direct", "Direct";
    Approval = "approval", "By approval";
});

impl SignUp {
    /// # Errors
    /// The error of the field `sign_up` if nothing was chosen.
    pub fn parse(code: &str) -> Result<Self, Problem> {
        Self::from_code(code).ok_or_else(|| Problem::new("sign_up", "Choose who can sign up."))
    }
}

/// **Settings** > General.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralSettings {
    pub portal_name: String,
    pub currency: Currency,
    /// Whether a price exists, which fixes the currency.
    pub priced: bool,
    /// Whether guests can view the catalog.
    pub public_catalog: bool,
}

/// The group that every new user joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultGroup {
    pub id: GroupId,
    pub name: String,
    pub courses: i64,
}

/// **Settings** > Users: what new users get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUserSettings {
    pub default_group: Option<DefaultGroup>,
    pub default_type: UserTypeId,
    pub sign_up: SignUp,
    /// The types that the reader can choose.
    pub types: Vec<UserTypeOption>,
}

/// The sign-up options offered to a guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpOffer {
    pub sign_up: SignUp,
    /// Whether new accounts can join a group by its key right away.
    pub by_key: bool,
    /// Whether a mail server is set up.
    pub mails: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_parse_back() {
        for mode in SignUp::ALL {
            assert_eq!(SignUp::parse(mode.code()), Ok(*mode));
        }
        assert_eq!(SignUp::parse("").unwrap_err().field, "sign_up");
    }
}
