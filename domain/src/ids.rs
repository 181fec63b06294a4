//! Typed ids: a user's id cannot be passed where a group's is wanted.
use serde::{Deserialize, Serialize};
use std::{fmt, num::ParseIntError, str::FromStr};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

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
    GroupId
    /// One key of a group.
    KeyId
    MassActionId
    SessionId
    /// A purchase of a bundle or a course.
    OrderId
    CouponId
}
