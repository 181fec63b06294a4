//! The parts of a group: its fields, policies and rows.
use crate::{
    catalog::BundleState,
    edits::FormVersion,
    field_error::{Choice, FieldCode, FieldErrors},
    ids::{BranchOption, GroupId},
    keys::{GroupKey, KeyState, Limits},
    money::{Currency, Price},
    string_enum::string_enum,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A group's name. Unique in its branch, compared without case and width.
    GroupName, text::line, Name, 150
);
text_type!(
    /// What learners read before they join; may be empty.
    Description, text::lines, Description, 2000
);

/// What happens when an administrator adds a member or a course to the group. Joining by key, by
/// bundle or as a new user always enrols right away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentPolicy {
    /// Adding does not enrol anyone; **Synchronize** and **Mass actions** do.
    #[default]
    Manually,
    /// Adding a member or a course enrols right away.
    Automatically,
}

/// What happens to the enrolments a group gave when a member or a course leaves it. Progress is
/// kept either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemovalPolicy {
    /// The enrolment stays; its reason becomes "kept from group X".
    #[default]
    KeepAccess,
    /// The enrolment is removed.
    WithdrawAccess,
}

/// Which members can leave the group on their own. No one can leave a default group, or a group that
/// they bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeavingPolicy {
    /// Those who came by a key or its link.
    #[default]
    JoinedByKey,
    Everyone,
    NoOne,
}

/// How a removed member can come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readmission {
    /// With a key, or as an administrator adds them.
    #[default]
    ByKey,
    /// Keys of the group are refused until an administrator adds them.
    ByAdministrator,
}

string_enum!(EnrolmentPolicy {
    Manually = "manually", "By hand";
    Automatically = "automatically", "Automatically";
});
string_enum!(RemovalPolicy {
    KeepAccess = "keep_access", "Keep access";
    WithdrawAccess = "withdraw_access", "Withdraw access";
});

string_enum!(LeavingPolicy {
    JoinedByKey = "joined_by_key", "Who joined with a key";
    Everyone = "everyone", "Everyone";
    NoOne = "no_one", "No one";
});
string_enum!(Readmission {
    ByKey = "by_key", "With a group key";
    ByAdministrator = "by_administrator", "Only if an administrator adds them";
});

/// The filter of the list of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupFilter {
    #[default]
    All,
    /// Groups of which members lack courses.
    NotEnrolled,
    /// Groups with a key that is used up or expires soon.
    KeysEnding,
}

string_enum!(GroupFilter {
    All = "all", "All";
    NotEnrolled = "not_enrolled", "Not enrolled";
    KeysEnding = "keys_ending", "Keys ending";
});

/// What **Add Group** and the Info tab save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInfo {
    pub name: GroupName,
    pub description: Description,
    pub price: Price,
    pub listed: bool,
    pub enrolment_policy: EnrolmentPolicy,
    pub removal_policy: RemovalPolicy,
    pub leaving_policy: LeavingPolicy,
}

/// A key for a group that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    pub key: GroupKey,
    pub limits: Limits,
}

/// The form of **Add Group** and the Info tab as entered. A missing policy is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    pub name: String,
    pub description: String,
    pub price: String,
    /// `true`, or any other text for a group that the catalog does not sell.
    pub listed: String,
    pub enrolment_policy: String,
    pub removal_policy: String,
    pub leaving_policy: String,
}

impl GroupForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self, currency: Currency) -> Result<GroupInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", GroupName::parse(&self.name));
        let description = errors.check("description", Description::parse(&self.description));
        let price = errors.check("price", Price::parse(&self.price, currency));
        let enrolment_policy = EnrolmentPolicy::from_code(&self.enrolment_policy);
        errors.finish(|| {
            Some(GroupInfo {
                name: name?,
                description: description?,
                price: price?,
                listed: self.listed == "true",
                enrolment_policy: enrolment_policy.unwrap_or_default(),
                removal_policy: RemovalPolicy::from_code(&self.removal_policy).unwrap_or_default(),
                leaving_policy: LeavingPolicy::from_code(&self.leaving_policy).unwrap_or_default(),
            })
        })
    }
}

/// The fields of a new key as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    pub key: String,
    pub maximum: String,
    pub starts_at: String,
    pub expires_at: String,
}

impl KeyForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<NewKey, FieldErrors> {
        let mut errors = FieldErrors::default();
        let key = errors.check("key", GroupKey::parse(&self.key));
        let limits = Limits::parse(&self.maximum, &self.starts_at, &self.expires_at);
        let limits = errors.include(limits);
        let key = key.zip(limits).map(|(key, limits)| NewKey { key, limits });
        errors.finish(|| key)
    }

    /// Returns `None` if no key was entered.
    ///
    /// # Errors
    /// The error of each invalid field.
    pub fn validate_optional(&self) -> Result<Option<NewKey>, FieldErrors> {
        let has_key = !text::is_blank(&self.key);
        has_key.then(|| self.validate()).transpose()
    }
}

/// The answers of the dialog that removes a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberRemovalForm {
    pub policy: String,
    /// A missing one is the default.
    pub readmission: String,
}

impl MemberRemovalForm {
    /// # Errors
    /// As for [`RemovalPolicy::parse`].
    pub fn validate(&self) -> Result<(RemovalPolicy, Readmission), FieldErrors> {
        let readmission = Readmission::from_code(&self.readmission).unwrap_or_default();
        Ok((RemovalPolicy::parse(&self.policy)?, readmission))
    }
}

impl RemovalPolicy {
    /// Parses the choice of what happens to the enrolments.
    ///
    /// # Errors
    /// The error of the field `policy` if nothing was chosen.
    pub fn parse(code: &str) -> Result<Self, FieldErrors> {
        Self::from_code(code)
            .ok_or_else(|| FieldErrors::of("policy", FieldCode::Choose(Choice::RemovalPolicy)))
    }
}

/// A row of the groups list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    pub id: GroupId,
    pub name: String,
    pub description: String,
    pub branch: Option<String>,
    pub price: Price,
    pub bundle: BundleState,
    /// The best state of the group's keys; `None` without a key.
    pub key: Option<KeyState>,
    /// Whether new users join it: all, or those of a branch.
    pub is_default: bool,
    pub counts: GroupCounts,
    pub created_at: Timestamp,
}

/// One group, for its editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetails {
    pub id: GroupId,
    pub name: String,
    pub description: String,
    pub branch: Option<BranchOption>,
    pub price: Price,
    pub listed: bool,
    pub bundle: BundleState,
    /// Whether it has a key that anyone can use, at any time and any number of times.
    pub open_key: bool,
    pub enrolment_policy: EnrolmentPolicy,
    pub removal_policy: RemovalPolicy,
    pub leaving_policy: LeavingPolicy,
    pub counts: GroupCounts,
    /// Whether new users join it: all, or those of a branch.
    pub is_default: bool,
    pub created_at: Timestamp,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// The group's numbers after a change, to update the page without reading the list again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCounts {
    pub members: i64,
    pub courses: i64,
    /// Active members x group courses that are not enrolled.
    pub drift: i64,
}

/// A group in the trash, which can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashedGroup {
    pub id: GroupId,
    pub name: String,
    pub deleted_at: Timestamp,
    pub counts: GroupCounts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_1_to_150_characters() {
        assert!(GroupName::parse("  ").is_err());
        assert!(GroupName::parse(&"n".repeat(150)).is_ok());
        assert!(GroupName::parse(&"n".repeat(151)).is_err());
    }

    #[test]
    fn a_description_may_be_empty() {
        assert!(Description::parse("").is_ok());
        assert!(Description::parse(&"d".repeat(2001)).is_err());
    }

    #[test]
    fn codes_parse_back() {
        for policy in EnrolmentPolicy::ALL {
            assert_eq!(EnrolmentPolicy::from_code(policy.code()), Some(*policy));
        }
        for policy in RemovalPolicy::ALL {
            assert_eq!(RemovalPolicy::from_code(policy.code()), Some(*policy));
        }
        for policy in LeavingPolicy::ALL {
            assert_eq!(LeavingPolicy::from_code(policy.code()), Some(*policy));
        }
    }
}
