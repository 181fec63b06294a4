//! Keys that someone typed, together with the proof that the attempt is counted.
use crate::{Error, base::secrets};
use domain::{groups::NewKey, keys::Limits};
use std::borrow::Cow;

/// A group key as it was typed, which may be compared with those of all groups.
#[derive(Clone, Copy)]
pub struct GuessedKey<'a>(&'a str);

/// A key to be added to a group. Whether another group has it is seen then.
#[derive(Clone)]
pub struct AddedKey<'a>(Cow<'a, NewKey>);

impl<'a> GuessedKey<'a> {
    pub(super) fn counted(text: &'a str) -> Self {
        Self(text)
    }

    /// A key that no caller typed: one of the demo, of fixtures or tests. `app` has no use for it.
    pub fn uncounted(text: &'a str) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}

impl<'a> AddedKey<'a> {
    pub(super) fn counted(key: &'a NewKey) -> Self {
        Self(Cow::Borrowed(key))
    }

    /// As [`GuessedKey::uncounted`].
    pub fn uncounted(key: &'a NewKey) -> Self {
        Self(Cow::Borrowed(key))
    }

    /// A new key that is too long to be guessed.
    ///
    /// # Errors
    /// The system has no randomness left.
    pub fn generated(limits: Limits) -> Result<Self, Error> {
        let key = secrets::generate_key()?;
        Ok(Self(Cow::Owned(NewKey { key, limits })))
    }

    pub(crate) fn as_new_key(&self) -> &NewKey {
        &self.0
    }
}
