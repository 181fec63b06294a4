//! The meanings of headings.

/// What a heading says of its column, before its values are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Login,
    Email,
    FirstName,
    LastName,
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
    /// Returns the meaning with this name in `headings.txt`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "login" => Self::Login,
            "e-mail" => Self::Email,
            "first name" => Self::FirstName,
            "last name" => Self::LastName,
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
