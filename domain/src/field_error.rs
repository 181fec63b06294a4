//! An error in one field of a form, as a sentence that a person can act on.
use serde::{Deserialize, Serialize};

/// An error that belongs to a field. `field` is the input's `name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

impl FieldError {
    pub fn new(field: &str, sentence: impl ToString) -> Self {
        Self {
            field: field.to_owned(),
            message: sentence.to_string(),
        }
    }
}

/// Collects the errors of a form, so that all are shown together and not one per attempt.
#[derive(Debug, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Returns the value, or notes its error under `field` and returns `None`.
    pub fn check<T, E: ToString>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(FieldError::new(field, error));
                None
            }
        }
    }

    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }
}
