//! The parts of a group: its fields, policies and rows.
use crate::{
    field_error::{FieldError, FieldErrors},
    ids::{BranchOption, GroupId},
    keys::{GroupKey, KeyLimitsForm, KeyState, Limits},
    money::{Currency, Price},
    string_enum::string_enum,
    text, text_type,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

text_type!(
    /// A group's name. Unique in its branch, compared without case and width.
    GroupName, text::line, "A name", 150
);
text_type!(
    /// What learners read before they join; may be empty.
    Description, text::lines, "A description", 2000
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

string_enum!(EnrolmentPolicy {
    Manually = "manually", "By hand";
    Automatically = "automatically", "Automatically";
});
string_enum!(RemovalPolicy {
    KeepAccess = "keep_access", "Keep access";
    WithdrawAccess = "withdraw_access", "Withdraw access";
});

/// What **Add Group** and the Info tab save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInfo {
    pub name: GroupName,
    pub description: Description,
    pub price: Price,
    pub enrolment_policy: EnrolmentPolicy,
    pub removal_policy: RemovalPolicy,
}

/// A key for a group that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    pub key: GroupKey,
    pub limits: Limits,
}

impl GroupInfo {
    /// Parses the form that **Add Group** and the Info tab share. A policy missing from the form
    /// is the default.
    ///
    /// # Errors
    /// Notes each field's error and returns `None`.
    pub fn parse(
        errors: &mut FieldErrors,
        currency: Currency,
        typed: &GroupForm<'_>,
    ) -> Option<Self> {
        let name = errors.check("name", GroupName::parse(typed.name));
        let description = errors.check("description", Description::parse(typed.description));
        let price = errors.check("price", Price::parse(typed.price, currency));
        Some(Self {
            name: name?,
            description: description?,
            price: price?,
            enrolment_policy: EnrolmentPolicy::from_code(typed.enrolment_policy)
                .unwrap_or_default(),
            removal_policy: RemovalPolicy::from_code(typed.removal_policy).unwrap_or_default(),
        })
    }
}

/// The group form as entered.
#[derive(Clone, Copy, Debug, Default)]
pub struct GroupForm<'a> {
    pub name: &'a str,
    pub description: &'a str,
    pub price: &'a str,
    pub enrolment_policy: &'a str,
    pub removal_policy: &'a str,
}

impl NewKey {
    /// Parses the key fields of a form: `Some(None)` if no key was entered.
    ///
    /// # Errors
    /// Notes each field's error and returns `None`.
    pub fn parse(
        errors: &mut FieldErrors,
        key: &str,
        limits: &KeyLimitsForm<'_>,
    ) -> Option<Option<Self>> {
        if key.trim().is_empty() {
            return Some(None);
        }
        let key = errors.check("key", GroupKey::parse(key));
        let limits = Limits::parse(errors, limits);
        Some(Some(Self {
            key: key?,
            limits: limits?,
        }))
    }
}

impl RemovalPolicy {
    /// Parses the choice of what happens to the enrolments.
    ///
    /// # Errors
    /// The error of the field `policy` if nothing was chosen.
    pub fn parse(code: &str) -> Result<Self, FieldError> {
        Self::from_code(code).ok_or_else(|| {
            FieldError::new("policy", "Choose what should happen to the enrolments.")
        })
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
    /// Whether it has a price but no active course, and so is not shown in the catalog.
    pub unlisted: bool,
    /// The best state of the group's keys; `None` without a key.
    pub key: Option<KeyState>,
    /// Whether new users join it: all, or those of a branch.
    pub is_default: bool,
    pub counts: GroupCounts,
}

/// One group, for its editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetails {
    pub id: GroupId,
    pub name: String,
    pub description: String,
    pub branch: Option<BranchOption>,
    pub price: Price,
    /// Whether it has a price but no active course, and so is not shown in the catalog.
    pub unlisted: bool,
    pub enrolment_policy: EnrolmentPolicy,
    pub removal_policy: RemovalPolicy,
    pub counts: GroupCounts,
    /// Whether new users join it: all, or those of a branch.
    pub is_default: bool,
    pub created_at: Timestamp,
    /// Counts the edits; an edit of an older version is a conflict.
    pub version: i64,
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

/// Days a deleted group stays in the trash.
pub const TRASH_DAYS: i64 = 30;

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
    }
}
