//! What the client learns about an error: a message and the response's status.
use super::is_plain_form_post;
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
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::NotFound,
            db::Error::Taken(taken) => Self::from(taken),
            db::Error::Conflict => Self::Conflict(
                "Someone else saved this in the meantime. Reload to see their change, then make yours again.".into(),
            ),
            db::Error::GroupConflict(now) => Self::Conflict(format!(
                "Someone else saved this group in the meantime. It is now called “{}”, described as “{}”. Reload to use their version, or press Save again to replace it.",
                now.name, now.description
            )),
            db::Error::KeyRejected => Self::KeyRejected,
            db::Error::AlreadyMember => Self::AlreadyMember,
            db::Error::AlreadyEnrolled => Self::Conflict("You already have this course.".into()),
            db::Error::LastSuperAdmin => {
                Self::Conflict("The portal needs at least one active SuperAdmin, and this is the last.".into())
            }
            db::Error::UserTypeForbidden => Self::Forbidden,
            db::Error::PrivilegeEscalation => Self::invalid(
                "permissions",
                "A type with administrator permissions can contain only permissions you have.",
            ),
            db::Error::BuiltInUserType => Self::Conflict("Built-in types and the default type can’t be deleted.".into()),
            db::Error::ReplacementTypeRequired => Self::invalid("move_to", "Choose the user type to move its users to."),
            db::Error::BranchHasAdministrator => Self::Conflict(
                "This branch still has an administrator, who would then manage the whole portal. Move them or change their user type first.".into(),
            ),
            db::Error::Inactive => Self::Conflict("This user is inactive, so you can’t act as them.".into()),
            db::Error::CannotDeleteSelf => {
                Self::Conflict("You can’t delete your own account. Ask another administrator.".into())
            }
            db::Error::CategoryInUse => {
                Self::Conflict("Only an empty category can be deleted. Move its courses and categories first.".into())
            }
            db::Error::TooDeep => Self::invalid("parent", "Categories cannot be nested deeper than this."),
            db::Error::TooManyUnits => Self::Conflict("This course has reached the limit of units.".into()),
            db::Error::NotUndoable => Self::Conflict("This can no longer be undone.".into()),
            db::Error::Busy => {
                Self::Conflict("A mass action is running on this group. Wait until it is done, or cancel it.".into())
            }
            db::Error::CurrencyInUse => Self::invalid(
                "currency",
                "You can’t change the currency while a group or course has a price. Remove the prices first.",
            ),
            db::Error::DefaultTypeIsAdmin => Self::invalid(
                "default_type",
                "This type has administrator permissions. Turn off direct sign-up or choose another type.",
            ),
            db::Error::SignUpClosed => {
                Self::Conflict("Sign-up is closed. Ask an administrator for an account.".into())
            }
            db::Error::AccountPending(state) => Self::AccountPending(state),
            db::Error::LinkExpired => {
                Self::Conflict("This link was already used or has expired. Request a new one.".into())
            }
            db::Error::CouponRejected => {
                Self::invalid("coupon", "This coupon is not valid for this bundle. Check the code.")
            }
            db::Error::OrderStateChanged => {
                Self::Conflict("The order has changed. Reload the page.".into())
            }
            db::Error::TooManyAttempts(wait) => Self::TooManyAttempts(wait),
            error @ (db::Error::InvalidData(_) | db::Error::Secret) => {
                tracing::error!(%error, "unreadable data");
                Self::Internal
            }
            db::Error::StorageFull(cause) => {
                tracing::error!(%cause, "no room left");
                Self::StorageFull
            }
            db::Error::Unavailable(cause) => {
                tracing::error!(%cause, "the database is away");
                Self::Unavailable
            }
            db::Error::Database(cause) => {
                tracing::error!(%cause, "database error");
                Self::Internal
            }
        }
        .with_status()
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
