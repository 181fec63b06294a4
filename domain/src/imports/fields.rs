//! The fields that columns of a list can have.
use super::kind::ImportKind;
use crate::string_enum::string_enum;
use serde::{Deserialize, Serialize};

/// What a column of a list can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    FirstName,
    LastName,
    FullName,
    Email,
    Login,
    UserType,
    Active,
    /// The opposite of active.
    Suspended,
    /// The password to sign in with. Used only if the importer says so, and never shown.
    Password,
    /// Names of groups, one or several.
    Groups,
    /// The name of a branch.
    Branch,
    /// Names of courses, one or several.
    Courses,
    /// Of a list of groups, as the following fields.
    GroupName,
    Description,
    Key,
    Price,
    /// Whether the catalog sells the group.
    Listed,
}

string_enum!(Field {
    FirstName = "first_name", "First name";
    LastName = "last_name", "Last name";
    FullName = "full_name", "Full name";
    Email = "email", "E-mail";
    Login = "login", "Login";
    UserType = "user_type", "User type";
    Active = "active", "Active";
    Suspended = "suspended", "Suspended";
    Password = "password", "Password";
    Groups = "groups", "Groups";
    Branch = "branch", "Branch";
    Courses = "courses", "Courses";
    GroupName = "group_name", "Group name";
    Description = "description", "Description";
    Key = "key", "Key";
    Price = "price", "Price";
    Listed = "listed", "Listed in the catalog";
});

/// Returns the fields that a column of such a list can be used for, in the order of a choice.
pub const fn fields_of(kind: ImportKind) -> &'static [Field] {
    use Field as F;
    match kind {
        ImportKind::Users => &[
            F::FirstName,
            F::LastName,
            F::FullName,
            F::Email,
            F::Login,
            F::UserType,
            F::Active,
            F::Suspended,
            F::Password,
            F::Groups,
            F::Branch,
            F::Courses,
        ],
        ImportKind::Members => &[F::Login, F::Email],
        ImportKind::Groups => &[
            F::GroupName,
            F::Description,
            F::Key,
            F::Price,
            F::Listed,
            F::Courses,
            F::Branch,
        ],
        ImportKind::GroupCourses => &[F::Courses],
    }
}
