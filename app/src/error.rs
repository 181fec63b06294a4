//! The one error every server function returns: what a person can act on, in a sentence. Causes
//! go to the log.
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
    /// The right password of somebody who signed up and is not in yet.
    #[error("{}", not_in_yet(*.0))]
    AccountPending(UserState),
    #[error("You may not do this.")]
    Forbidden,
    #[error("It is not there (any more).")]
    NotFound,
    /// What is wrong with which field of the form.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Somebody else was faster; the sentence says what changed.
    #[error("{0}")]
    Conflict(String),
    #[error("This key does not open a group. Check it, or ask whoever gave it to you.")]
    KeyRejected,
    #[error("You are already in this group.")]
    AlreadyMember,
    #[error("Too many tries. Wait {} and try again.", seconds(.0.seconds))]
    TooManyAttempts(RetryAfter),
    /// The request is not one that this portal's pages send.
    #[error("The request could not be read. Reload the page and try again.")]
    BadRequest,
    #[error("The database cannot be reached. Nothing was changed; try again in a moment.")]
    Unavailable,
    #[error("The server’s disk is full. Nothing was changed; reading still works.")]
    StorageFull,
    /// The cause is in the server's log; the client learns only that it happened.
    #[error("Something went wrong on our side. Nothing was changed; it is in the server's log.")]
    Internal,
    #[error("The server could not be reached. Check your connection and try again.")]
    Unreachable,
}

fn not_in_yet(state: UserState) -> &'static str {
    match state {
        UserState::Unconfirmed => {
            "Your e-mail address is not confirmed yet. Open the link in the mail we sent you."
        }
        UserState::Waiting | UserState::Registered => {
            "Your account waits for an administrator to approve it. You get a mail when it is."
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
    /// The problem of one field.
    pub fn invalid(field: &str, sentence: impl ToString) -> Self {
        Self::Invalid(vec![FieldError::new(field, sentence)])
    }

    /// The sentence for a field of a form, where this error has one.
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
        assert_eq!(sentence(1), "Too many tries. Wait 1 second and try again.");
        assert_eq!(
            sentence(256),
            "Too many tries. Wait 5 minutes and try again."
        );
        assert_eq!(
            sentence(86_400),
            "Too many tries. Wait 24 hours and try again."
        );
    }
}
