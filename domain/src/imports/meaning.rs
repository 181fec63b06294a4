//! The meanings of headings.

/// What a heading says of its column, before its values are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Login,
    Email,
    FirstName,
    LastName,
    /// A full name, or the first or last name if the list has only the other one.
    Name,
    FullName,
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
    /// Known, but of no use here.
    Other,
}
