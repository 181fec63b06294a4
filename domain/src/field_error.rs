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

    /// Returns the value of a part of the form, or takes over its errors and returns `None`.
    pub fn include<T>(&mut self, validated: Result<T, Self>) -> Option<T> {
        validated.map_err(|errors| self.0.extend(errors.0)).ok()
    }

    /// Returns what `build` makes of the checked values.
    ///
    /// # Errors
    /// The errors, if a value is missing.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        build().ok_or(self)
    }

    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}
