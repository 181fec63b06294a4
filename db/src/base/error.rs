//! The error type of this crate: refusals that a caller can handle, and failures of the
//! database.
pub use domain::field_error::Taken;
use domain::{
    edits::EditedMeanwhile, field_error::FieldCode, orders::PresentTerms, throttle::RetryAfter,
    users::UserState,
};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use std::borrow::Cow;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row does not exist, or the actor may not see it: both look the same.
    #[error("not found")]
    NotFound,
    #[error("{0:?} is taken")]
    Taken(Taken),
    /// Someone else changed something that the change depends on, at the same moment.
    #[error("changed by someone else at the same moment")]
    Conflict,
    /// Someone else saved what the form edits.
    #[error("edited by someone else in the meantime")]
    Edited(Box<EditedMeanwhile>),
    /// The key is wrong, paused, expired, not yet open or used up: the same error for all.
    #[error("the key was rejected")]
    KeyRejected,
    #[error("already a member")]
    AlreadyMember,
    #[error("the user is already enrolled in the course")]
    AlreadyEnrolled,
    /// The portal must keep one active SuperAdmin.
    #[error("this is the last active SuperAdmin")]
    LastSuperAdmin,
    /// The user type is the actor's own, has permissions that the actor lacks, or is SuperAdmin.
    #[error("the actor cannot assign or edit the user type")]
    UserTypeForbidden,
    /// The user type would get permissions that the actor lacks.
    #[error("the actor lacks permissions that this would grant")]
    PrivilegeEscalation,
    /// The user type is built in, or new users get it.
    #[error("the user type cannot be deleted")]
    BuiltInUserType,
    /// A user type with users can only be deleted if they get another one.
    #[error("the users of the user type need another one")]
    ReplacementTypeRequired,
    /// No one can act as a deactivated user.
    #[error("the user is inactive")]
    Inactive,
    /// Users cannot delete their own account.
    #[error("users cannot delete their own account")]
    CannotDeleteSelf,
    /// The category still contains courses or categories.
    #[error("the category is not empty")]
    CategoryInUse,
    #[error("categories cannot be nested deeper")]
    TooDeep,
    #[error("the course has the maximum number of units")]
    TooManyUnits,
    #[error("the mass action cannot be undone")]
    NotUndoable,
    #[error("another mass action on this group is running")]
    Busy,
    /// The currency cannot change once prices are set.
    #[error("the currency is in use")]
    CurrencyInUse,
    /// The user type has administrator permissions, which everyone who signs up would get.
    #[error("the default user type has administrator permissions")]
    DefaultTypeIsAdmin,
    #[error("sign-up is closed")]
    SignUpClosed,
    /// The address that someone signed up with was given an account in the meantime.
    #[error("the address has an account")]
    AccountExists,
    /// The password is right, but the account is not active yet.
    #[error("the account is not active yet: {0:?}")]
    AccountPending(UserState),
    /// The password is right, and the account has a second factor: the ticket for the step that asks for a
    /// code.
    #[error("a code of the second factor is missing")]
    CodeRequired(String),
    /// The counter of a passkey went back: a copy of it may be in use.
    #[error("the counter of a passkey went back")]
    PasskeyCopied,
    #[error("the account has as many passkeys as it can have")]
    TooManyPasskeys,
    /// A one-time link that was used, has expired or never existed.
    #[error("the one-time link is invalid or has expired")]
    LinkExpired,
    /// The address of a link belongs to another account now.
    #[error("another account uses the address")]
    AddressInUse,
    /// The coupon is wrong, paused, expired, not yet open, used up or for other bundles: the
    /// same error for all.
    #[error("the coupon was rejected")]
    CouponRejected,
    /// What is bought was bought before, though the membership ended.
    #[error("bought before")]
    AlreadyBought,
    /// The terms of the purchase are not those that the buyer was shown.
    #[error("the terms have changed")]
    TermsChanged(Box<PresentTerms>),
    /// The order is not, or no longer, in the state that this requires.
    #[error("the state of the order does not allow this")]
    OrderStateChanged,
    /// The administrators of the branch would administer the main portal.
    #[error("the branch has an administrator")]
    BranchHasAdministrator,
    /// The sender can write to so many more addresses of no user today.
    #[error("too many addresses of no user: {left} are left today")]
    TooManyStrangers { left: i64 },
    /// The password is common, or consists of words that others know.
    #[error("the password is easy to guess")]
    PasswordRejected(FieldCode),
    /// Too many wait for a password to be checked.
    #[error("too many passwords wait to be checked")]
    Overloaded,
    #[error("too many attempts")]
    TooManyAttempts(RetryAfter),
    /// The database contains a value that this version does not understand.
    #[error("invalid value in {0}")]
    InvalidData(&'static str),
    #[error(
        "cannot encrypt or decrypt: check that the portal's secret is the one the data was written with"
    )]
    Secret,
    /// The disk, or the space that the database may use, is full.
    #[error("no space left: {0}")]
    StorageFull(DbErr),
    /// The database cannot be reached, or the connection was lost.
    #[error("the database is unavailable: {0}")]
    Unavailable(DbErr),
    /// PostgreSQL ended the transaction in favour of another one. Nothing happened, and the same can be
    /// tried again.
    #[error("the transaction was ended in favour of another one: {0}")]
    Deadlock(DbErr),
    #[error(transparent)]
    Database(DbErr),
}

/// The unique indexes that a person can run into: what PostgreSQL calls them, what SQLite says of them,
/// and what is taken.
const UNIQUE_INDEXES: [(&str, &str, Taken); 8] = [
    ("users_login", "users.login_folded", Taken::Login),
    ("users_email", "users.email_folded", Taken::Email),
    ("groups_name", "index 'groups_name'", Taken::GroupName),
    ("group_keys_lookup", "group_keys.lookup", Taken::Key),
    (
        "categories_name",
        "index 'categories_name'",
        Taken::CategoryName,
    ),
    (
        "user_types_name_folded_key",
        "user_types.name_folded",
        Taken::UserTypeName,
    ),
    ("coupons_code", "coupons.code_folded", Taken::CouponCode),
    (
        "branches_name_folded_key",
        "branches.name_folded",
        Taken::BranchName,
    ),
];

/// Returns what is taken, where the database reports that one of these indexes was violated.
fn taken(error: &DbErr) -> Option<Taken> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return None;
    };
    let error = cause.as_database_error()?;
    if !error.is_unique_violation() {
        return None;
    }
    // SQLite names the columns, and an index only where it is over an expression.
    let violated = error.constraint().unwrap_or(error.message());
    UNIQUE_INDEXES
        .iter()
        .find(|(index, said, _)| violated == *index || violated.ends_with(said))
        .map(|(_, _, taken)| *taken)
}

impl From<EditedMeanwhile> for Error {
    fn from(now: EditedMeanwhile) -> Self {
        Self::Edited(Box::new(now))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if let Some(taken) = taken(&error) {
            return Self::Taken(taken);
        }
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Unavailable(error),
            DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause) => match kind(cause) {
                Cause::StorageFull => Self::StorageFull(error),
                Cause::Unavailable => Self::Unavailable(error),
                Cause::Deadlock => Self::Deadlock(error),
                Cause::Other => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

enum Cause {
    StorageFull,
    Unavailable,
    Deadlock,
    Other,
}

/// SQLite's result codes 5 (SQLITE_BUSY), 13 (SQLITE_FULL) and 14 (SQLITE_CANTOPEN); PostgreSQL's classes 53100
/// (disk_full), 08 (connection exceptions), 57 (operator intervention, and statements that took too long), 40P01
/// (deadlock_detected) and 40001 (serialization_failure).
fn kind(cause: &RuntimeErr) -> Cause {
    let RuntimeErr::SqlxError(cause) = cause else {
        return Cause::Unavailable;
    };
    match cause.as_ref() {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Cause::Unavailable,
        sqlx::Error::Database(error) => match error.code().map(primary).as_deref() {
            Some("13" | "53100") => Cause::StorageFull,
            Some("5" | "8" | "10" | "14" | "15") => Cause::Unavailable,
            Some("40P01" | "40001") => Cause::Deadlock,
            Some(code) if code.starts_with("08") || code.starts_with("57") => Cause::Unavailable,
            _ => Cause::Other,
        },
        _ => Cause::Other,
    }
}

/// SQLite's codes without what extends them (14 of 1,038), so that a failing disk (10), a file system that became
/// read-only (8) and a lock that cannot be taken (15) are known in all their forms. PostgreSQL's have five characters.
fn primary(code: Cow<'_, str>) -> Cow<'_, str> {
    match code.parse::<u32>() {
        Ok(extended) if code.len() < 5 => Cow::Owned((extended & 0xff).to_string()),
        _ => code,
    }
}

impl Error {
    /// The error of a connection that is not one of the pool.
    pub(crate) fn unavailable(error: sqlx::Error) -> Self {
        Self::Unavailable(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
    }

    /// Returns a conflict where the database reports that the row is still referenced; otherwise
    /// the error itself.
    pub(crate) fn or_in_use(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::Conflict,
            _ => Self::from(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::primary;

    #[test]
    fn codes_are_known_in_all_their_forms() {
        // SQLITE_IOERR_WRITE, SQLITE_CANTOPEN_ISDIR and SQLITE_BUSY_SNAPSHOT.
        for (code, expected) in [("778", "10"), ("526", "14"), ("517", "5"), ("13", "13")] {
            assert_eq!(primary(code.into()), expected);
        }
        for code in ["53100", "08006", "40P01"] {
            assert_eq!(primary(code.into()), code);
        }
    }
}
