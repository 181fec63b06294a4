//! What the client learns about an error: a message and the response's status.
use super::is_plain_form_post;
use crate::AppError;
use axum::http::{HeaderValue, StatusCode, header};
use db::Taken;
use domain::{
    conflict::Conflict,
    field_error::{Choice, FieldCode, FieldErrors},
    ids::GroupId,
    messages,
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// How soon a refused visitor of the hashing desk may come again.
const RETRY_SECONDS: &str = "10";

/// What the server learns of a server function in addition to its response.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    deadlock: Arc<AtomicBool>,
    wrong_guess: Arc<AtomicBool>,
}

impl Incidents {
    /// Whether the database ended its transaction in favour of another one: then the whole request can
    /// be repeated.
    pub fn deadlock(&self) -> bool {
        self.deadlock.load(Ordering::Relaxed)
    }

    /// Whether a secret that was typed was wrong.
    pub fn wrong_guess(&self) -> bool {
        self.wrong_guess.load(Ordering::Relaxed)
    }
}

/// Notes that a secret that was typed was wrong, for the log.
pub fn note_wrong_guess() {
    if let Some(incidents) = use_context::<Incidents>() {
        incidents.wrong_guess.store(true, Ordering::Relaxed);
    }
}

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
            if matches!(self, Self::Overloaded) {
                let seconds = HeaderValue::from_static(RETRY_SECONDS);
                response.insert_header(header::RETRY_AFTER, seconds);
            }
        }
        self
    }

    pub fn status(&self) -> StatusCode {
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
            Self::Unavailable | Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal | Self::Unreachable => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        Self::of(error).with_status()
    }
}

impl AppError {
    /// Returns what the caller learns about the error, without touching a response.
    pub fn of(error: db::Error) -> Self {
        use {Choice::ReplacementType, FieldCode as C, db::Error as E};
        match error {
            E::NotFound => Self::NotFound,
            E::Taken(taken) => Self::from(taken),
            E::Conflict => Self::Conflict(Conflict::ChangedMeanwhile),
            E::Edited(now) => Self::Conflict(Conflict::Edited(*now)),
            E::KeyRejected => Self::KeyRejected,
            E::AlreadyMember => Self::AlreadyMember,
            E::AlreadyEnrolled => Self::Conflict(Conflict::AlreadyEnrolled),
            E::LastSuperAdmin => Self::Conflict(Conflict::LastSuperAdmin),
            E::UserTypeForbidden => Self::Forbidden,
            E::PrivilegeEscalation => Self::invalid("permissions", C::PrivilegeEscalation),
            E::BuiltInUserType => Self::Conflict(Conflict::BuiltInUserType),
            E::ReplacementTypeRequired => Self::invalid("move_to", C::Choose(ReplacementType)),
            E::BranchHasAdministrator => Self::Conflict(Conflict::BranchHasAdministrator),
            E::Inactive => Self::Conflict(Conflict::InactiveUser),
            E::CannotDeleteSelf => Self::Conflict(Conflict::CannotDeleteSelf),
            E::CategoryInUse => Self::Conflict(Conflict::CategoryInUse),
            E::TooDeep => Self::invalid("parent", C::NestedTooDeep),
            E::TooManyUnits => Self::Conflict(Conflict::TooManyUnits),
            E::NotUndoable => Self::Conflict(Conflict::NotUndoable),
            E::Busy => Self::Conflict(Conflict::Busy),
            E::CurrencyInUse => Self::invalid("currency", C::CurrencyInUse),
            E::DefaultTypeIsAdmin => Self::invalid("default_type", C::DefaultTypeIsAdmin),
            E::SignUpClosed => Self::Conflict(Conflict::SignUpClosed),
            E::AccountExists => Self::Conflict(Conflict::AccountExists),
            E::AccountPending(state) => Self::AccountPending(state),
            // Signing in handles it; to anyone else it says no more than a wrong password.
            E::CodeRequired(_) => Self::InvalidCredentials,
            E::AddressInUse => Self::Conflict(Conflict::AddressInUse),
            E::PasskeyCopied => Self::Conflict(Conflict::PasskeyCopied),
            E::TooManyPasskeys => Self::Conflict(Conflict::TooManyPasskeys),
            E::LinkExpired => Self::Conflict(Conflict::LinkExpired),
            E::CouponRejected => Self::invalid("coupon", C::CouponRejected),
            E::TooManyStrangers { left } => {
                Self::invalid("recipients", C::TooManyStrangers { left })
            }
            E::AlreadyBought => Self::Conflict(Conflict::AlreadyBought),
            E::TermsChanged(now) => Self::Conflict(Conflict::TermsChanged(*now)),
            E::OrderStateChanged => Self::Conflict(Conflict::OrderStateChanged),
            E::PasswordRejected(code) => Self::invalid("password", code),
            E::TooManyAttempts(wait) => Self::TooManyAttempts(wait),
            error @ (E::InvalidData(_)
            | E::Secret
            | E::Overloaded
            | E::StorageFull(_)
            | E::Unavailable(_)
            | E::Deadlock(_)
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
        error @ db::Error::Overloaded => {
            tracing::warn!(%error, "refused");
            AppError::Overloaded
        }
        db::Error::Deadlock(cause) => {
            tracing::warn!(%cause, "deadlock");
            if let Some(incidents) = use_context::<Incidents>() {
                incidents.deadlock.store(true, Ordering::Relaxed);
            }
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
        Self::of_fields(&errors).with_status()
    }
}

impl AppError {
    /// The one place where codes of fields become sentences: the browser does not know these.
    pub fn of_fields(errors: &FieldErrors) -> Self {
        Self::Invalid(messages::fields::with_sentences(errors))
    }

    fn invalid(field: &'static str, code: FieldCode) -> Self {
        Self::of_fields(&FieldErrors::of(field, code))
    }
}

impl From<Taken> for AppError {
    fn from(taken: Taken) -> Self {
        let field = match taken {
            Taken::GroupName
            | Taken::CategoryName
            | Taken::BranchName
            | Taken::UserTypeName
            | Taken::LookAlike => "name",
            Taken::Key => "key",
            Taken::Login | Taken::LoginIsAddress => "login",
            Taken::Email | Taken::EmailIsLogin => "email",
            Taken::CouponCode => "code",
        };
        Self::invalid(field, FieldCode::Taken(taken))
    }
}

/// Says what is busy: the group of a mass action, or the users.
pub fn busy_with(group: Option<GroupId>, error: db::Error) -> AppError {
    match error {
        db::Error::Busy if group.is_none() => AppError::Conflict(Conflict::UsersBusy).with_status(),
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::field_error::Noun;
    use serde_json::json;

    /// What programs and open pages read.
    #[test]
    fn a_response_has_the_code_and_the_sentence_of_a_field_and_the_code_of_a_conflict() {
        let error = AppError::from(FieldErrors::of("name", FieldCode::Required(Noun::Name)));
        let field = json!({"field": "name", "code": "required", "message": "A name is required."});
        assert_eq!(
            serde_json::to_value(&error).unwrap(),
            json!({"Invalid": [field]})
        );
        let error = AppError::Conflict(Conflict::ChangedMeanwhile);
        assert_eq!(
            serde_json::to_value(&error).unwrap(),
            json!({"Conflict": "ChangedMeanwhile"})
        );
    }
}
