//! What can be wrong with a field. A code has parameters where its sentence needs them.
use crate::{
    imports::problems::{CellProblem, ListRefusal, RowProblem},
    permissions::Role,
};

/// What is wrong with a field; `messages::fields` makes the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum FieldCode {
    Required(Noun),
    /// In characters (Unicode scalar values).
    TooLong {
        noun: Noun,
        limit: usize,
        found: usize,
    },
    /// A character that cannot stay. Line and column are counted from 1, in characters.
    BadCharacter {
        noun: Noun,
        why: BadCharacter,
        line: usize,
        column: usize,
    },
    WrongLength {
        noun: Noun,
        min: usize,
        max: usize,
    },
    WrongCharacters(Noun),
    Choose(Choice),
    Taken(Taken),

    /// Of a person: neither a first nor a last one.
    NameRequired,
    NotAnEmail,
    /// A login or address with letters of two alphabets that look alike.
    MixedAlphabets,
    /// The sign-up form reveals which logins are taken.
    LoginIsAddress,
    LoginOrEmailRequired,
    PasswordTooShort {
        min: usize,
    },
    PasswordTooLong {
        max: usize,
    },
    PasswordIsLogin,
    /// Among the commonest passwords, or a pattern of a few characters.
    PasswordTooCommon,
    /// Little more than the words of the account or the portal.
    PasswordFromWords,
    WrongPassword,
    /// Of the second factor.
    WrongCode,
    /// Neither the password nor a code.
    WrongProof,

    NotAWebAddress,
    NotAPrice,
    /// A price of a list, with the currency it is in.
    OtherCurrency(String),
    NegativePrice,
    /// More digits after the point than the currency has.
    PriceTooFine(usize),
    PriceTooHigh,
    NotAPercentage,
    NotAnAmount,
    CurrencyInUse,
    NotLapseDays,

    NotAMaximum,
    NotADateAndTime,
    ExpiryBeforeStart,
    /// Any key that does not work: the form does not say why.
    KeyRejected,
    /// Any coupon that does not work: the form does not say why.
    CouponRejected,
    UnknownPlaceholders(Vec<String>),
    NoWayToJoin,
    NoRecipients,
    NotEmails(Vec<String>),
    TooManyRecipients {
        limit: usize,
        found: usize,
    },
    /// So many more e-mails to addresses of no user can be sent today.
    TooManyStrangers {
        left: i64,
    },

    NotHosts(Vec<String>),
    TooManyHosts {
        limit: usize,
    },
    NestedTooDeep,
    /// A part of a text that is to be split at its headings has none, and is too long, in characters.
    NoHeadings {
        limit: usize,
    },
    /// No permission of this role is selected.
    RoleWithoutPermission(Role),
    PrivilegeEscalation,
    DefaultTypeIsAdmin,

    /// Of a list that is uploaded, in bytes.
    UploadTooLarge(u64),
    UploadTooSlow,
    UploadBrokenOff,
    /// The whole list cannot be read.
    ListRefused(ListRefusal),
    /// A cell of a list.
    Cell(CellProblem),
    /// Says neither that a user is active nor that they are not.
    UnknownState(String),
    NotYesOrNo(String),
    /// A full name that does not say which part is the last name.
    UnsplitName(String),
    EmptyList,
    UnknownUserType(String),
    NoDefaultUserType,
    /// An earlier line of the list has the same login or e-mail address.
    RepeatedUser,
    /// A row of a list that was looked up.
    Row(RowProblem),
}

/// What a text is, in the sentences about texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum Noun {
    Name,
    FirstName,
    LastName,
    Description,
    MailSubject,
    MailText,
    UnitText,
    Login,
    Email,
    Password,
    CouponCode,
    GroupKey,
    Contact,
}

/// Why a character cannot stay in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum BadCharacter {
    Control,
    /// It changes the direction of what follows, so that a text looks like another.
    Direction,
    /// U+FFFD, which replaced what could not be read.
    Lost,
}

/// What was not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum Choice {
    Branch,
    Bundle,
    Category,
    Colour,
    Currency,
    Permission,
    /// Only permissions of the tree.
    KnownPermission,
    RemovalPolicy,
    Role,
    SignUpMode,
    UnitKind,
    UserType,
    /// Whether a login that is the address changes with it.
    AddressLogin,
    /// Where the users of a deleted user type go.
    ReplacementType,
}

/// A unique value that another row already has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    any(test, feature = "orm"),
    derive(serde::Serialize, serde::Deserialize)
)]
pub enum Taken {
    GroupName,
    Key,
    Login,
    /// A login that is another user's address; both are typed in one field to sign in.
    LoginIsAddress,
    Email,
    /// An address that is another user's login.
    EmailIsLogin,
    CategoryName,
    UserTypeName,
    CouponCode,
    BranchName,
    /// A name that can be taken for one that exists. It does not say for which: readers may not see that one.
    LookAlike,
}

impl FieldCode {
    /// The code in a response, for programs that read it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Required(_) => "required",
            Self::TooLong { .. } => "too_long",
            Self::BadCharacter { .. } => "bad_character",
            Self::WrongLength { .. } => "wrong_length",
            Self::WrongCharacters(_) => "wrong_characters",
            Self::Choose(_) => "choose",
            Self::Taken(_) => "taken",
            Self::NameRequired => "name_required",
            Self::NotAnEmail => "not_an_email",
            Self::MixedAlphabets => "mixed_alphabets",
            Self::LoginIsAddress => "login_is_address",
            Self::LoginOrEmailRequired => "login_or_email_required",
            Self::PasswordTooShort { .. } => "password_too_short",
            Self::PasswordTooLong { .. } => "password_too_long",
            Self::PasswordIsLogin => "password_is_login",
            Self::PasswordTooCommon => "password_too_common",
            Self::PasswordFromWords => "password_from_words",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::WrongProof => "wrong_proof",
            Self::NotAWebAddress => "not_a_web_address",
            Self::NotAPrice => "not_a_price",
            Self::OtherCurrency(_) => "other_currency",
            Self::NegativePrice => "negative_price",
            Self::PriceTooFine(_) => "price_too_fine",
            Self::PriceTooHigh => "price_too_high",
            Self::NotAPercentage => "not_a_percentage",
            Self::NotAnAmount => "not_an_amount",
            Self::CurrencyInUse => "currency_in_use",
            Self::NotLapseDays => "not_lapse_days",
            Self::NotAMaximum => "not_a_maximum",
            Self::NotADateAndTime => "not_a_date_and_time",
            Self::ExpiryBeforeStart => "expiry_before_start",
            Self::KeyRejected => "key_rejected",
            Self::CouponRejected => "coupon_rejected",
            Self::UnknownPlaceholders(_) => "unknown_placeholders",
            Self::NoWayToJoin => "no_way_to_join",
            Self::NoRecipients => "no_recipients",
            Self::NotEmails(_) => "not_emails",
            Self::TooManyRecipients { .. } => "too_many_recipients",
            Self::TooManyStrangers { .. } => "too_many_strangers",
            Self::NotHosts(_) => "not_hosts",
            Self::TooManyHosts { .. } => "too_many_hosts",
            Self::NestedTooDeep => "nested_too_deep",
            Self::NoHeadings { .. } => "no_headings",
            Self::RoleWithoutPermission(_) => "role_without_permission",
            Self::PrivilegeEscalation => "privilege_escalation",
            Self::DefaultTypeIsAdmin => "default_type_is_admin",
            Self::UploadTooLarge(_) => "upload_too_large",
            Self::UploadTooSlow => "upload_too_slow",
            Self::UploadBrokenOff => "upload_broken_off",
            Self::ListRefused(_) => "list_refused",
            Self::Cell(_) => "cell",
            Self::UnknownState(_) => "unknown_state",
            Self::NotYesOrNo(_) => "not_yes_or_no",
            Self::UnsplitName(_) => "unsplit_name",
            Self::EmptyList => "empty_list",
            Self::UnknownUserType(_) => "unknown_user_type",
            Self::NoDefaultUserType => "no_default_user_type",
            Self::RepeatedUser => "repeated_user",
            Self::Row(_) => "row",
        }
    }
}
