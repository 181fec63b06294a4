//! What the outside learns of an error: a sentence, and the response's status.
use super::is_plain_form_post;
use crate::AppError;
use axum::http::StatusCode;
use db::Taken;
use domain::field_error::{FieldError, FieldErrors};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

impl AppError {
    /// Sets the response's status from the error; without it every error is a 500.
    ///
    /// A form posted without JavaScript keeps its 302, or the browser would not follow it.
    pub fn with_status(self) -> Self {
        if is_plain_form_post() {
            return self;
        }
        let status = match &self {
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
        };
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(status);
        }
        self
    }
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::NotFound,
            db::Error::Taken(taken) => Self::from(taken),
            db::Error::Conflict => Self::Conflict(
                "Somebody else saved this in between. Reload to see it, then make your change again.".into(),
            ),
            db::Error::GroupConflict(now) => Self::Conflict(format!(
                "Somebody else saved this group in between. It is now called “{}”, described as “{}”. Reload to take that over, or press Save again to replace it.",
                now.name, now.description
            )),
            db::Error::KeyRejected => Self::KeyRejected,
            db::Error::AlreadyMember => Self::AlreadyMember,
            db::Error::AlreadyEnrolled => Self::Conflict("You have this course already.".into()),
            db::Error::LastSuperAdmin => {
                Self::Conflict("The portal needs at least one active SuperAdmin, and this is the last.".into())
            }
            db::Error::UserTypeForbidden => Self::Forbidden,
            db::Error::PrivilegeEscalation => Self::invalid(
                "permissions",
                "Nobody gives more than he holds: a type with a permission of an administrator may hold only what your own type holds.",
            ),
            db::Error::BuiltInUserType => Self::Conflict("This user type is built in, or what new users get: it cannot be deleted.".into()),
            db::Error::ReplacementTypeRequired => Self::invalid("move_to", "Choose the user type its users move to."),
            db::Error::BranchHasAdministrator => Self::Conflict(
                "Somebody of this branch has rights of an administrator, and would have them in the whole portal. Move him, or give him another user type, first.".into(),
            ),
            db::Error::Inactive => Self::Conflict("This user is deactivated: nobody can act as him.".into()),
            db::Error::CannotDeleteSelf => {
                Self::Conflict("Nobody deletes his own account. Another administrator can.".into())
            }
            db::Error::CategoryInUse => {
                Self::Conflict("Only an empty category can be deleted. Move its courses and categories first.".into())
            }
            db::Error::TooDeep => Self::invalid("parent", "Categories cannot be nested deeper than this."),
            db::Error::TooManyUnits => Self::Conflict("This course has the most units a course may have.".into()),
            db::Error::NotUndoable => Self::Conflict("This cannot be undone any more.".into()),
            db::Error::Busy => {
                Self::Conflict("A mass action is running on this group. Wait until it is done, or cancel it.".into())
            }
            db::Error::CurrencyInUse => Self::invalid(
                "currency",
                "A group or a course has a price, so the currency stays. Take the prices away first.",
            ),
            db::Error::DefaultTypeIsAdmin => Self::invalid(
                "default_type",
                "Users of this type are administrators: let nobody sign up directly, or choose another type.",
            ),
            db::Error::SignUpClosed => {
                Self::Conflict("Nobody can sign up here by himself. Ask an administrator for an account.".into())
            }
            db::Error::AccountPending(state) => Self::AccountPending(state),
            db::Error::LinkExpired => {
                Self::Conflict("This link was used already, or is too old. Ask for a new one.".into())
            }
            db::Error::CouponRejected => {
                Self::invalid("coupon", "This coupon is not valid for this bundle. Check the code.")
            }
            db::Error::OrderStateChanged => {
                Self::Conflict("The order has changed in between. Look at it again.".into())
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
            Taken::CategoryName => {
                Self::invalid("name", "There is a category of this name here already.")
            }
            Taken::BranchName => Self::invalid("name", "Another branch has this name."),
            Taken::CouponCode => Self::invalid("code", "Another coupon has this code."),
            Taken::UserTypeName => Self::invalid("name", "Another user type has this name."),
        }
    }
}
