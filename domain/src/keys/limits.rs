//! When, and how often, a key or a coupon works.
use crate::{
    edits::SavedForm,
    field_error::{FieldCode, FieldErrors},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The limits of a key. All are optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The maximum number of successful uses; at least 1.
    pub maximum: Option<i64>,
    /// The key works from this moment.
    pub starts_at: Option<Timestamp>,
    /// The key works until this moment.
    pub expires_at: Option<Timestamp>,
}

/// The limits of a key as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyLimitsForm {
    pub maximum: String,
    pub starts_at: String,
    pub expires_at: String,
}

impl KeyLimitsForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<Limits, FieldErrors> {
        Limits::parse(&self.maximum, &self.starts_at, &self.expires_at)
    }
}

impl Limits {
    /// Parses the three limit fields of a form.
    ///
    /// # Errors
    /// The error of each invalid field.
    pub(crate) fn parse(
        maximum: &str,
        starts_at: &str,
        expires_at: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let maximum = errors.check("maximum", Self::parse_maximum(maximum));
        let starts_at = errors.check("starts_at", Self::parse_moment(starts_at));
        let expires_at = errors.check("expires_at", Self::parse_moment(expires_at));
        let limits = errors.finish(|| {
            Some(Self {
                maximum: maximum?,
                starts_at: starts_at?,
                expires_at: expires_at?,
            })
        })?;
        let ordered = limits.ordered();
        ordered.map_err(|code| FieldErrors::of("expires_at", code))
    }

    /// # Errors
    /// It is not a whole number in range.
    pub(crate) fn parse_maximum(text: &str) -> Result<Option<i64>, FieldCode> {
        match text.trim() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(maximum @ 1..=1_000_000) => Ok(Some(maximum)),
                _ => Err(FieldCode::NotAMaximum),
            },
        }
    }

    fn parse_moment(text: &str) -> Result<Option<Timestamp>, FieldCode> {
        match text.trim() {
            "" => Ok(None),
            text => Timestamp::parse_input(text)
                .map(Some)
                .ok_or(FieldCode::NotADateAndTime),
        }
    }

    /// Adds the limit fields of a form; `maximum_label` is the label of the first.
    pub fn add_to(self, form: SavedForm, maximum_label: &'static str) -> SavedForm {
        let maximum = self.maximum.map(|most| most.to_string());
        let moment = |at: Option<Timestamp>| at.map(Timestamp::readable).unwrap_or_default();
        form.text(maximum_label, maximum.unwrap_or_default())
            .text("Start", moment(self.starts_at))
            .text("Expiry", moment(self.expires_at))
    }

    fn ordered(self) -> Result<Self, FieldCode> {
        match (self.starts_at, self.expires_at) {
            (Some(start), Some(end)) if end <= start => Err(FieldCode::ExpiryBeforeStart),
            _ => Ok(self),
        }
    }

    /// The current state of the key, for the badge on screen.
    pub fn state(self, paused: bool, used: i64, now: Timestamp) -> KeyState {
        if paused {
            KeyState::Paused
        } else if self.expires_at.is_some_and(|end| end <= now) {
            KeyState::Expired
        } else if self.maximum.is_some_and(|most| used >= most) {
            KeyState::UsedUp
        } else if self.starts_at.is_some_and(|start| start > now) {
            KeyState::NotYetOpen
        } else {
            KeyState::Open
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyState {
    Open,
    Paused,
    NotYetOpen,
    Expired,
    UsedUp,
}

impl KeyState {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Paused => "Paused",
            Self::NotYetOpen => "Not yet open",
            Self::Expired => "Expired",
            Self::UsedUp => "Used up",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_explains_why_a_key_does_not_work() {
        let now = Timestamp(1000);
        let limits = Limits {
            maximum: Some(2),
            starts_at: Some(now),
            expires_at: Some(Timestamp(2000)),
        };
        assert_eq!(limits.state(false, 1, now), KeyState::Open);
        assert_eq!(limits.state(true, 1, now), KeyState::Paused);
        assert_eq!(limits.state(false, 2, now), KeyState::UsedUp);
        assert_eq!(limits.state(false, 1, Timestamp(999)), KeyState::NotYetOpen);
        assert_eq!(limits.state(false, 1, Timestamp(2000)), KeyState::Expired);
    }
}
