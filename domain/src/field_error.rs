//! What is wrong with one field of a form, in a sentence a person can act on.
use serde::{Deserialize, Serialize};

/// A refusal that belongs beside a field. `field` is the input's `name`.
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

/// Collects the problems of a form, so that all of them are shown at once and not one a try.
#[derive(Debug, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// The value, or its problem noted under `field` and `None`.
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
