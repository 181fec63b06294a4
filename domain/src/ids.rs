//! Typed ids: a user's id cannot be passed where a group's id is expected.
use serde::{Deserialize, Serialize};
use std::{fmt, num::ParseIntError, str::FromStr};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;
            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person with an account.
    UserId
    /// A named set of permissions.
    UserTypeId
    /// A part of the portal with its own users, courses and groups.
    BranchId
    CategoryId
    CourseId
    UnitId
    /// A text that a unit has or had.
    UnitVersionId
    GroupId
    /// One key of a group.
    KeyId
    MassActionId
    /// A list that was uploaded or pasted, with what became of it.
    ImportId
    /// A line of the activity.
    ActivityId
    /// An e-mail in the mailbox.
    MailId
    SessionId
    PasskeyId
    /// A purchase of a bundle or a course.
    OrderId
    /// Money that came for an order.
    PaymentId
    CouponId
}

/// A branch, to choose or to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchOption {
    pub id: BranchId,
    pub name: String,
}

/// The id chosen in a form, or none if it may be left empty; `None` for what is not an id.
pub fn parse_optional_id<T: FromStr>(text: &str) -> Option<Option<T>> {
    match text {
        "" => Some(None),
        id => id.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_chooses_an_id_or_none() {
        assert_eq!(parse_optional_id("7"), Some(Some(GroupId(7))));
        assert_eq!(parse_optional_id::<GroupId>(""), Some(None));
        assert_eq!(parse_optional_id::<GroupId>("seven"), None);
    }
}
