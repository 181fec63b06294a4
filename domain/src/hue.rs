//! The hue of an accent colour.
use crate::field_error::{Choice, FieldCode};
use serde::{Deserialize, Serialize};

/// The hue of an accent colour: degrees of OKLCH, in steps. The style sheet has lightness and chroma, and a class for
/// each hue, so all hues are legible alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Hue(i64);

impl Hue {
    pub const STEP: i64 = 5;
    pub const MAX: i64 = 355;

    pub fn new(degrees: i64) -> Option<Self> {
        let is_step = degrees % Self::STEP == 0;
        (is_step && (0..=Self::MAX).contains(&degrees)).then_some(Self(degrees))
    }

    /// # Errors
    /// It is none of the hues.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let degrees = text.trim().parse().ok();
        let hue = degrees.and_then(Self::new);
        hue.ok_or(FieldCode::Choose(Choice::Colour))
    }

    pub const fn degrees(self) -> i64 {
        self.0
    }

    /// The class of what is in this hue.
    pub fn class(self) -> String {
        format!("hue-{}", self.0)
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self.0 {
            15..45 => "Red",
            45..75 => "Orange",
            75..105 => "Amber",
            105..135 => "Olive",
            135..165 => "Green",
            165..195 => "Teal",
            195..225 => "Cyan",
            225..255 => "Sky blue",
            255..285 => "Blue",
            285..315 => "Violet",
            315..345 => "Magenta",
            _ => "Pink",
        }
    }
}

/// A blue, until an administrator chooses another colour.
impl Default for Hue {
    fn default() -> Self {
        Self(270)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hue_of(degrees: i64) -> Hue {
        Hue::new(degrees).unwrap()
    }

    #[test]
    fn a_hue_is_a_step_of_the_circle() {
        assert_eq!(Hue::parse(" 120 "), Ok(hue_of(120)));
        assert_eq!([0, 355].map(Hue::new), [Some(hue_of(0)), Some(hue_of(355))]);
        for wrong in ["", "-5", "360", "3", "1e2", "red", "99999999999999999999"] {
            let refused = Err(FieldCode::Choose(Choice::Colour));
            assert_eq!(Hue::parse(wrong), refused, "{wrong}");
        }
        assert_eq!(Hue::new(Hue::default().degrees()), Some(Hue::default()));
        assert_eq!(
            [345, 0, 10, 15].map(|h| hue_of(h).name()),
            ["Pink", "Pink", "Pink", "Red"]
        );
    }
}
