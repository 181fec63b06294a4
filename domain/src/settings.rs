//! The settings of the whole portal.
use crate::{
    edits::{FormVersion, SavedForm},
    field_error::{Choice, FieldCode, FieldErrors},
    hue::Hue,
    ids::{GroupId, UserTypeId},
    money::Currency,
    picture_hosts::PictureHosts,
    string_enum::string_enum,
    text, text_type,
    users::UserTypeOption,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// The portal's name: in the header, in titles and in e-mails.
    PortalName, text::line, Name, 60
);

text_type!(
    /// Whom users ask for help, as they read it: a name, an address, a telephone number. May be empty.
    PortalContact, text::optional_line, Contact, 200
);

/// The name of a portal until an administrator sets one.
pub const DEFAULT_PORTAL_NAME: &str = "Muster";

/// Whether guests can create an account.
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
    /// The error of the field `sign_up` if nothing was chosen.
    pub fn parse(code: &str) -> Result<Self, FieldErrors> {
        Self::from_code(code)
            .ok_or_else(|| FieldErrors::of("sign_up", FieldCode::Choose(Choice::SignUpMode)))
    }
}

/// Days after which an unpaid order lapses, until an administrator sets others.
pub const DEFAULT_LAPSE_DAYS: i64 = 14;

/// Parses the days after which an unpaid order lapses: 1 to 365; empty is the default.
///
/// # Errors
/// It is not such a number.
pub fn parse_lapse_days(text: &str) -> Result<i64, FieldCode> {
    match text.trim() {
        "" => Ok(DEFAULT_LAPSE_DAYS),
        text => match text.parse() {
            Ok(days @ 1..=365) => Ok(days),
            _ => Err(FieldCode::NotLapseDays),
        },
    }
}

/// **Settings** > General.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralSettings {
    pub portal_name: String,
    /// Whom users ask for help; may be empty.
    pub contact: String,
    pub currency: Currency,
    /// Whether a price exists, which fixes the currency.
    pub priced: bool,
    /// Whether guests can view the catalog.
    pub public_catalog: bool,
    /// Days after which an unpaid order lapses.
    pub lapse_days: i64,
    pub picture_hosts: PictureHosts,
    /// Of the accent colour.
    pub hue: Hue,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

impl GeneralSettings {
    pub fn saved(&self) -> SavedForm {
        SavedForm::new()
            .text("Portal name", &*self.portal_name)
            .text("Contact", &*self.contact)
            .yes_or_no("Public catalog", self.public_catalog)
            .text(
                "Unpaid orders lapse after (days)",
                self.lapse_days.to_string(),
            )
            .text("Currency", self.currency.code())
    }
}

/// What the form of the general settings saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralInfo {
    pub portal_name: PortalName,
    pub contact: PortalContact,
    pub currency: Currency,
    pub public_catalog: bool,
    pub lapse_days: i64,
}

/// The form of the general settings as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GeneralForm {
    pub portal_name: String,
    pub contact: String,
    pub currency: String,
    /// `true`, or any other text for a catalog of users only.
    pub public_catalog: String,
    pub lapse_days: String,
}

impl GeneralForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<GeneralInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check("portal_name", PortalName::parse(&self.portal_name));
        let contact = errors.check("contact", PortalContact::parse(&self.contact));
        let currency = Currency::from_code(&self.currency);
        let currency = currency.ok_or(FieldCode::Choose(Choice::Currency));
        let currency = errors.check("currency", currency);
        let days = errors.check("lapse_days", parse_lapse_days(&self.lapse_days));
        errors.finish(|| {
            Some(GeneralInfo {
                portal_name: name?,
                contact: contact?,
                currency: currency?,
                public_catalog: self.public_catalog == "true",
                lapse_days: days?,
            })
        })
    }
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
    pub sign_up: SignUpMode,
    /// The types that the reader can choose.
    pub types: Vec<UserTypeOption>,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// The sign-up options offered to a guest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpOptions {
    pub sign_up: SignUpMode,
    /// Whether new accounts can join a group by its key right away.
    pub by_key: bool,
    /// Whether a mail server is set up.
    pub mails: bool,
}

/// What the link of a sign-up leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSignUp {
    /// The address that the link proves.
    pub email: String,
    /// Off if sign-up was closed in the meantime.
    pub sign_up: SignUpMode,
    pub key: SignUpKey,
}

/// Whether a new account joins a group by the key it was signed up with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignUpKey {
    None,
    /// The name of the group.
    Joins(String),
    /// The key was used up or closed in the meantime.
    Ended,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_lapses_after_a_day_to_a_year() {
        assert_eq!(parse_lapse_days(" "), Ok(14));
        assert_eq!([" 1", "365"].map(parse_lapse_days), [Ok(1), Ok(365)]);
        for wrong in ["0", "366", "-1", "1.5", "x"] {
            assert_eq!(parse_lapse_days(wrong), Err(FieldCode::NotLapseDays));
        }
    }

    #[test]
    fn codes_parse_back() {
        for mode in SignUpMode::ALL {
            assert_eq!(SignUpMode::parse(mode.code()), Ok(*mode));
        }
        let missing = FieldErrors::of("sign_up", FieldCode::Choose(Choice::SignUpMode));
        assert_eq!(SignUpMode::parse(""), Err(missing));
    }
}
