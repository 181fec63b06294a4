//! The error of all server functions: a message that tells users what to do. Causes go to the log.
use domain::{field_error::FieldError, throttle::RetryAfter, users::UserState};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    #[error("Please sign in.")]
    SignedOut,
    #[error("The login or the password is wrong.")]
    InvalidCredentials,
    /// The password is right, but the account is not confirmed or approved yet.
    #[error("{}", not_in_yet(*.0))]
    AccountPending(UserState),
    #[error("You don’t have permission to do this.")]
    Forbidden,
    #[error("This doesn’t exist or was removed.")]
    NotFound,
    /// The errors of a form's fields.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Someone else made a change in the meantime; the message says which.
    #[error("{0}")]
    Conflict(String),
    #[error("This key doesn’t work. Check it, or ask the person who gave it to you.")]
    KeyRejected,
    #[error("You are already in this group.")]
    AlreadyMember,
    #[error("Too many attempts. Try again in {}.", seconds(.0.seconds))]
    TooManyAttempts(RetryAfter),
    /// A request that no page of this portal would send.
    #[error("The request could not be read. Reload the page and try again.")]
    BadRequest,
    #[error("The database cannot be reached. Nothing was changed; try again in a moment.")]
    Unavailable,
    #[error("The server’s disk is full. Nothing was changed. You can still read everything.")]
    StorageFull,
    /// The cause is only logged: it may contain details that the client must not see.
    #[error(
        "Something went wrong on our side. Nothing was changed. Details are in the server log."
    )]
    Internal,
    #[error("The server could not be reached. Check your connection and try again.")]
    Unreachable,
}

fn not_in_yet(state: UserState) -> &'static str {
    match state {
        UserState::Unconfirmed => {
            "Your e-mail address is not confirmed yet. Open the link in the e-mail we sent you."
        }
        UserState::Waiting | UserState::Registered => {
            "Your account is waiting for approval. You’ll get an e-mail when it’s approved."
        }
    }
}

fn seconds(seconds: i64) -> String {
    match seconds {
        1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds"),
        91..=5400 => format!("{} minutes", (seconds + 59) / 60),
        _ => format!("{} hours", (seconds + 3599) / 3600),
    }
}

impl AppError {
    /// Returns the error of one field.
    pub fn invalid(field: &str, sentence: impl ToString) -> Self {
        Self::Invalid(vec![FieldError::new(field, sentence)])
    }

    /// Returns the message for a field of a form, if this error has one.
    pub fn message_for(&self, field: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => errors
                .iter()
                .find(|problem| problem.field == field)
                .map(|problem| problem.message.clone()),
            _ => None,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_said_in_words() {
        let sentence = |seconds| AppError::TooManyAttempts(RetryAfter { seconds }).to_string();
        assert_eq!(sentence(1), "Too many attempts. Try again in 1 second.");
        assert_eq!(sentence(256), "Too many attempts. Try again in 5 minutes.");
        assert_eq!(
            sentence(86_400),
            "Too many attempts. Try again in 24 hours."
        );
    }
}
