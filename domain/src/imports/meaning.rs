//! The meanings of headings.
use super::kind::ImportKind;

/// What a heading says of its column, before its values are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Login,
    Email,
    /// An address that counts where no other column has one: of signing in, or a private one.
    OtherEmail,
    FirstName,
    LastName,
    /// A second surname, or a word such as *van*, in a column of its own.
    PartOfLastName,
    /// Of directories: a login if it is made of the user's name, else a number.
    UserId,
    /// A full name, or the first or last name if the list has only the other one. Of groups and courses, their name if
    /// no other column has it.
    Name,
    FullName,
    /// A full name that begins with the last name.
    LastNameFirst,
    UserType,
    /// A user type, if the values are types.
    Type,
    Active,
    /// Whether the user is active, if the values say so.
    Status,
    /// The opposite of active.
    Suspended,
    Password,
    Group,
    Branch,
    Course,
    /// Of groups, as the following ones.
    GroupName,
    Description,
    Key,
    Price,
    Listed,
    /// Known, but of no use here.
    Other,
}

impl Meaning {
    /// Whether a list of this kind has a use for such a column.
    pub const fn is_of(self, kind: ImportKind) -> bool {
        match kind {
            ImportKind::Users | ImportKind::Members => !matches!(self, Self::Other),
            ImportKind::Groups => matches!(
                self,
                Self::Name
                    | Self::GroupName
                    | Self::Description
                    | Self::Key
                    | Self::Price
                    | Self::Listed
                    | Self::Course
                    | Self::Branch
            ),
            ImportKind::GroupCourses => matches!(self, Self::Name | Self::Course),
        }
    }

    /// Returns the meaning with this name in `headings.txt`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "login" => Self::Login,
            "e-mail" => Self::Email,
            "other e-mail" => Self::OtherEmail,
            "first name" => Self::FirstName,
            "last name" => Self::LastName,
            "part of last name" => Self::PartOfLastName,
            "user id" => Self::UserId,
            "name" => Self::Name,
            "full name" => Self::FullName,
            "last name first" => Self::LastNameFirst,
            "user type" => Self::UserType,
            "type" => Self::Type,
            "active" => Self::Active,
            "status" => Self::Status,
            "suspended" => Self::Suspended,
            "password" => Self::Password,
            "group" => Self::Group,
            "branch" => Self::Branch,
            "course" => Self::Course,
            "group name" => Self::GroupName,
            "description" => Self::Description,
            "key" => Self::Key,
            "price" => Self::Price,
            "listed" => Self::Listed,
            "other" => Self::Other,
            _ => return None,
        })
    }
}
