//! Errors in the fields of a form: codes in the code, sentences from `messages::fields`.
mod code;

pub use code::{BadCharacter, Choice, FieldCode, Noun, Taken};

use serde::{Deserialize, Serialize};

/// An error of a field as the browser gets it, with its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The input's `name`.
    pub field: String,
    /// [`FieldCode::code`].
    pub code: String,
    pub message: String,
}

/// Collects the errors of a form, so that all are shown together and not one per attempt.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(&'static str, FieldCode)>);

impl FieldErrors {
    /// Returns the error of one field. `field` is the input's `name`.
    pub fn of(field: &'static str, code: FieldCode) -> Self {
        Self(vec![(field, code)])
    }

    /// Returns the value, or notes its error under `field` and returns `None`.
    pub fn check<T>(&mut self, field: &'static str, parsed: Result<T, FieldCode>) -> Option<T> {
        parsed.map_err(|code| self.0.push((field, code))).ok()
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

    /// Returns the errors of the other fields, or all if there are no others.
    pub fn without(mut self, field: &str) -> Self {
        if self.0.iter().any(|(name, _)| *name != field) {
            self.0.retain(|(name, _)| *name != field);
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, FieldCode)> {
        self.0.iter()
    }
}
