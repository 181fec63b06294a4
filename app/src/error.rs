//! The error of all server functions. Its sentence is in `domain::messages`; causes go to the log.
use domain::{
    conflict::Conflict, field_error::FieldError, messages::refusals, throttle::RetryAfter,
    users::UserState,
};
use leptos::server_fn::{
    Bytes, Encodes,
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    #[error("{}", refusals::SIGNED_OUT)]
    SignedOut,
    #[error("{}", refusals::INVALID_CREDENTIALS)]
    InvalidCredentials,
    /// The password is right, but the account is not confirmed or approved yet.
    #[error("{}", refusals::account_pending(*.0))]
    AccountPending(UserState),
    #[error("{}", refusals::FORBIDDEN)]
    Forbidden,
    #[error("{}", refusals::NOT_FOUND)]
    NotFound,
    /// The errors of a form's fields.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    #[error("{}", refusals::conflict(.0))]
    Conflict(Conflict),
    #[error("{}", refusals::KEY_REJECTED)]
    KeyRejected,
    #[error("{}", refusals::ALREADY_MEMBER)]
    AlreadyMember,
    #[error("{}", refusals::too_many_attempts(*.0))]
    TooManyAttempts(RetryAfter),
    /// A request that no page of this portal would send.
    #[error("{}", refusals::BAD_REQUEST)]
    BadRequest,
    #[error("{}", refusals::UNAVAILABLE)]
    Unavailable,
    /// Too many passwords wait to be checked.
    #[error("{}", refusals::OVERLOADED)]
    Overloaded,
    #[error("{}", refusals::STORAGE_FULL)]
    StorageFull,
    /// The cause is only logged: it may contain details that the client must not see.
    #[error("{}", refusals::INTERNAL)]
    Internal,
    #[error("{}", refusals::UNREACHABLE)]
    Unreachable,
}

impl AppError {
    /// Returns the message for a field of a form, if this error has one.
    pub fn message_for(&self, field: &str) -> Option<String> {
        self.field_error(field)
            .map(|problem| problem.message.clone())
    }

    /// Returns what is wrong with a field of a form.
    pub fn field_error(&self, field: &str) -> Option<&FieldError> {
        match self {
            Self::Invalid(errors) => errors.iter().find(|problem| problem.field == field),
            _ => None,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// An answer has the status of its error, also where nothing set it before.
    fn ser(&self) -> Bytes {
        let answered = crate::answer_with_status(self.clone());
        JsonEncoding::encode(&answered).unwrap_or_default()
    }

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => {
                crate::answer_with_status(Self::BadRequest)
            }
            ServerFnErrorErr::Deserialization(_) => crate::decode_error(),
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Response(_) => crate::answer_with_status(Self::Internal),
        }
    }
}
