//! The one error of this crate: refusals a caller can act on, and what went wrong underneath.
use domain::{groups::GroupDetails, throttle::RetryAfter, users::UserState};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// What another row has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    GroupName,
    Key,
    Login,
    Email,
    CategoryName,
    UserTypeName,
    CouponCode,
    BranchName,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such row, or not for the asker: the two are not told apart.
    #[error("not found")]
    NotFound,
    #[error("{0:?} is taken")]
    Taken(Taken),
    /// Somebody saved in between; the row is of a newer version.
    #[error("edited by somebody else in between")]
    Conflict,
    /// As [`Error::Conflict`], with the group as it is now.
    #[error("the group was edited by somebody else in between")]
    GroupConflict(Box<GroupDetails>),
    /// The key is wrong, paused, expired, not yet open or used up: one answer for all.
    #[error("the key does not open a group")]
    KeyRejected,
    #[error("a member already")]
    AlreadyMember,
    #[error("the user has the course")]
    AlreadyEnrolled,
    /// The portal must keep one active SuperAdmin.
    #[error("the last active SuperAdmin")]
    LastSuperAdmin,
    /// The user type is the asker's own, holds more than he may give, or is SuperAdmin.
    #[error("the user type is out of reach")]
    UserTypeForbidden,
    /// A user type was to hold what the asker may not give.
    #[error("more than the giver holds")]
    PrivilegeEscalation,
    /// Every portal has the user type, or gives it to new users.
    #[error("the user type has to stay")]
    BuiltInUserType,
    /// A user type that has users goes only where they can move to another.
    #[error("the users of the type have nowhere to go")]
    ReplacementTypeRequired,
    /// Nobody acts as a user who is deactivated.
    #[error("the user is inactive")]
    Inactive,
    /// Nobody deletes his own account.
    #[error("one's own account")]
    CannotDeleteSelf,
    /// The category still files courses or categories, or would be nested too deep.
    #[error("the category is not empty")]
    CategoryInUse,
    #[error("categories cannot be nested deeper")]
    TooDeep,
    #[error("the course has its most units")]
    TooManyUnits,
    #[error("the mass action cannot be undone (any more)")]
    NotUndoable,
    #[error("another mass action on this group is running")]
    Busy,
    /// Prices are set: their currency stays.
    #[error("a price is set")]
    CurrencyInUse,
    /// The type administers, and whoever signs up would have it at once.
    #[error("strangers would administer")]
    DefaultTypeIsAdmin,
    #[error("sign-up is off")]
    SignUpClosed,
    /// The right password, but he is not in yet.
    #[error("not in yet: {0:?}")]
    AccountPending(UserState),
    /// A one-time link that was used, is too old, or never was.
    #[error("the link opens nothing (any more)")]
    LinkExpired,
    /// The coupon is wrong, paused, expired, not yet open, used up or for other bundles: one
    /// answer for all.
    #[error("the coupon does not apply")]
    CouponRejected,
    /// The order is not (any more) in the state in which this can be done.
    #[error("the order is another one by now")]
    OrderStateChanged,
    /// Its administrators would administer the whole portal.
    #[error("the branch is administered")]
    BranchHasAdministrator,
    #[error("too many tries")]
    TooManyAttempts(RetryAfter),
    /// The database holds what this version does not understand.
    #[error("unreadable value in {0}")]
    InvalidData(&'static str),
    #[error("cannot encrypt or decrypt: is the portal's secret the one the data was written with?")]
    Secret,
    /// The disk is full, or the database's part of it.
    #[error("no room left: {0}")]
    StorageFull(DbErr),
    /// The database cannot be reached, or went away in the middle.
    #[error("the database is away: {0}")]
    Unavailable(DbErr),
    #[error(transparent)]
    Database(DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Unavailable(error),
            DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause) => match kind(cause) {
                Cause::StorageFull => Self::StorageFull(error),
                Cause::Unavailable => Self::Unavailable(error),
                Cause::Other => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

enum Cause {
    StorageFull,
    Unavailable,
    Other,
}

/// SQLite's result codes 5 (SQLITE_BUSY), 13 (SQLITE_FULL) and 14 (SQLITE_CANTOPEN); PostgreSQL's classes 53100
/// (disk_full), 08 (connection exceptions) and 57P (operator intervention).
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
        sqlx::Error::Database(error) => match error.code().as_deref() {
            Some("13" | "53100") => Cause::StorageFull,
            Some("5" | "14") => Cause::Unavailable,
            Some(code) if code.starts_with("08") || code.starts_with("57P") => Cause::Unavailable,
            _ => Cause::Other,
        },
        _ => Cause::Other,
    }
}

impl Error {
    /// A conflict where the database said that a row is still spoken of; else the error itself.
    pub(crate) fn or_in_use(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::Conflict,
            _ => Self::from(error),
        }
    }

    /// The refusal `taken` where the database's unique index said so; else the error itself.
    pub(crate) fn or_taken(error: DbErr, taken: Taken) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Taken(taken),
            _ => Self::from(error),
        }
    }
}
