//! What the client learns about an error: a message and the response's status.
use super::{is_plain_form_post, refusals};
use crate::AppError;
use axum::http::StatusCode;
use db::Taken;
use domain::field_error::{FieldError, FieldErrors};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

impl AppError {
    /// Sets the response's status from the error; otherwise every error would be a 500.
    ///
    /// A form posted without JavaScript keeps its 302, because the browser has to follow it.
    pub fn with_status(self) -> Self {
        if is_plain_form_post() {
            return self;
        }
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(self.status());
        }
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::InvalidCredentials | Self::AccountPending(_) => {
                StatusCode::UNAUTHORIZED
            }
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::KeyRejected => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) | Self::AlreadyMember => StatusCode::CONFLICT,
            Self::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal | Self::Unreachable => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn conflict(message: &str) -> Self {
        Self::Conflict(message.to_owned())
    }
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        Self::of(error).with_status()
    }
}

impl AppError {
    /// Returns what the caller learns about the error, without touching a response.
    pub(super) fn of(error: db::Error) -> Self {
        use db::Error as E;
        match error {
            E::NotFound => Self::NotFound,
            E::Taken(taken) => Self::from(taken),
            E::Conflict => Self::conflict(refusals::SAVED_MEANWHILE),
            E::GroupConflict(now) => Self::Conflict(refusals::group_saved_meanwhile(&now)),
            E::KeyRejected => Self::KeyRejected,
            E::AlreadyMember => Self::AlreadyMember,
            E::AlreadyEnrolled => Self::conflict(refusals::ALREADY_ENROLLED),
            E::LastSuperAdmin => Self::conflict(refusals::LAST_SUPER_ADMIN),
            E::UserTypeForbidden => Self::Forbidden,
            E::PrivilegeEscalation => Self::invalid("permissions", refusals::PRIVILEGE_ESCALATION),
            E::BuiltInUserType => Self::conflict(refusals::BUILT_IN_USER_TYPE),
            E::ReplacementTypeRequired => Self::invalid("move_to", refusals::REPLACEMENT_TYPE),
            E::BranchHasAdministrator => Self::conflict(refusals::BRANCH_HAS_ADMINISTRATOR),
            E::Inactive => Self::conflict(refusals::INACTIVE),
            E::CannotDeleteSelf => Self::conflict(refusals::CANNOT_DELETE_SELF),
            E::CategoryInUse => Self::conflict(refusals::CATEGORY_IN_USE),
            E::TooDeep => Self::invalid("parent", refusals::TOO_DEEP),
            E::TooManyUnits => Self::conflict(refusals::TOO_MANY_UNITS),
            E::NotUndoable => Self::conflict(refusals::NOT_UNDOABLE),
            E::Busy => Self::conflict(refusals::BUSY),
            E::CurrencyInUse => Self::invalid("currency", refusals::CURRENCY_IN_USE),
            E::DefaultTypeIsAdmin => Self::invalid("default_type", refusals::DEFAULT_TYPE_IS_ADMIN),
            E::SignUpClosed => Self::conflict(refusals::SIGN_UP_CLOSED),
            E::AccountPending(state) => Self::AccountPending(state),
            E::LinkExpired => Self::conflict(refusals::LINK_EXPIRED),
            E::CouponRejected => Self::invalid("coupon", refusals::COUPON_REJECTED),
            E::OrderStateChanged => Self::conflict(refusals::ORDER_CHANGED),
            E::TooManyAttempts(wait) => Self::TooManyAttempts(wait),
            error @ (E::InvalidData(_)
            | E::Secret
            | E::StorageFull(_)
            | E::Unavailable(_)
            | E::Database(_)) => failure(error),
        }
    }
}

/// Logs the cause, which the client must not see.
fn failure(error: db::Error) -> AppError {
    match error {
        db::Error::StorageFull(cause) => {
            tracing::error!(%cause, "no room left");
            AppError::StorageFull
        }
        db::Error::Unavailable(cause) => {
            tracing::error!(%cause, "the database is away");
            AppError::Unavailable
        }
        db::Error::Database(cause) => {
            tracing::error!(%cause, "database error");
            AppError::Internal
        }
        error => {
            tracing::error!(%error, "unreadable data");
            AppError::Internal
        }
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors.into_vec()).with_status()
    }
}

impl From<FieldError> for AppError {
    fn from(problem: FieldError) -> Self {
        Self::Invalid(vec![problem]).with_status()
    }
}

impl From<Taken> for AppError {
    fn from(taken: Taken) -> Self {
        match taken {
            Taken::GroupName => Self::invalid("name", "Another group has this name."),
            Taken::Key => Self::invalid("key", "This key is in use. Choose another."),
            Taken::Login => Self::invalid("login", "Another user has this login."),
            Taken::Email => Self::invalid("email", "Another user has this e-mail address."),
            Taken::CategoryName => Self::invalid("name", "A category here already has this name."),
            Taken::BranchName => Self::invalid("name", "Another branch has this name."),
            Taken::CouponCode => Self::invalid("code", "Another coupon has this code."),
            Taken::UserTypeName => Self::invalid("name", "Another user type has this name."),
        }
    }
}
