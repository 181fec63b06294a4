//! Coupons: what makes a bundle cheaper.
use crate::{
    groups::stored_choice,
    ids::{CouponId, GroupId},
    keys::{KeyState, Limits, TypedLimits},
    money::{Currency, Price},
    problem::Problems,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What a buyer types: 3 to 40 letters, digits, `-`, `_`; compared without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CouponCode(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidCode {
    #[error("A code is needed.")]
    Blank,
    #[error("A code has 3 to 40 letters and digits.")]
    Length,
    #[error("A code is made of letters A to Z, digits, - and _.")]
    Character,
}

impl CouponCode {
    pub const LIMIT: usize = 40;

    /// # Errors
    /// A sentence for the code field.
    pub fn parse(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidCode::Blank);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !text.chars().all(plain) {
            return Err(InvalidCode::Character);
        }
        if !(3..=Self::LIMIT).contains(&text.len()) {
            return Err(InvalidCode::Length);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is compared.
    pub fn folded(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

impl TryFrom<String> for CouponCode {
    type Error = InvalidCode;
    fn try_from(text: String) -> Result<Self, InvalidCode> {
        Self::parse(&text)
    }
}

impl From<CouponCode> for String {
    fn from(code: CouponCode) -> String {
        code.0
    }
}

/// How a coupon says its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffKind {
    #[default]
    Percent,
    Amount,
}

stored_choice!(OffKind {
    Percent = "percent", "Percentage";
    Amount = "amount", "Amount";
});

/// What a coupon takes off a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Off {
    /// 1 to 100.
    Percent(i64),
    Amount(Price),
}

impl Off {
    /// # Errors
    /// A sentence for the value field.
    pub fn parse(kind: OffKind, text: &str, currency: Currency) -> Result<Self, String> {
        match kind {
            OffKind::Percent => {
                let digits = text.trim().trim_end_matches('%').trim_end();
                match digits.parse() {
                    Ok(percent @ 1..=100) => Ok(Self::Percent(percent)),
                    _ => Err("A percentage is a whole number from 1 to 100.".to_owned()),
                }
            }
            OffKind::Amount => match Price::parse(text, currency) {
                Ok(price) if price.is_zero() => Err("An amount is above zero.".to_owned()),
                Ok(price) => Ok(Self::Amount(price)),
                Err(error) => Err(error.to_string()),
            },
        }
    }

    pub const fn kind(self) -> OffKind {
        match self {
            Self::Percent(_) => OffKind::Percent,
            Self::Amount(_) => OffKind::Amount,
        }
    }

    /// The number in the database: percents or minor units.
    pub const fn value(self) -> i64 {
        match self {
            Self::Percent(percent) => percent,
            Self::Amount(price) => price.minor(),
        }
    }

    pub const fn from_value(kind: OffKind, value: i64) -> Self {
        match kind {
            OffKind::Percent => Self::Percent(value),
            OffKind::Amount => Self::Amount(Price::from_minor(value)),
        }
    }

    /// What is taken off this price, never more than it; parts of a minor unit are the buyer's.
    pub fn of(self, price: Price) -> Price {
        let minor = match self {
            Self::Percent(percent) => (price.minor() * percent + 99) / 100,
            Self::Amount(amount) => amount.minor(),
        };
        Price::from_minor(minor.min(price.minor()))
    }

    /// `20 %` or `5.00 EUR`.
    pub fn display(self, currency: Currency) -> String {
        match self {
            Self::Percent(percent) => format!("{percent} %"),
            Self::Amount(price) => price.display(currency),
        }
    }

    /// For an input.
    pub fn input_value(self, currency: Currency) -> String {
        match self {
            Self::Percent(percent) => percent.to_string(),
            Self::Amount(price) => price.input_value(currency),
        }
    }
}

/// What the coupon form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponInfo {
    pub code: CouponCode,
    pub off: Off,
    pub limits: Limits,
    /// The bundles it is for; `None` is all.
    pub bundles: Option<Vec<GroupId>>,
}

/// The coupon form as it was typed, but for the bundles that were ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedCoupon {
    pub code: String,
    pub kind: String,
    pub value: String,
    pub maximum: String,
    pub starts_at: String,
    pub expires_at: String,
    /// `chosen`, or for all.
    pub scope: String,
}

impl CouponInfo {
    /// # Errors
    /// Notes each field's problem and answers `None`.
    pub fn parse(
        problems: &mut Problems,
        currency: Currency,
        typed: &TypedCoupon,
        ticked: &[GroupId],
    ) -> Option<Self> {
        let kind = OffKind::from_code(&typed.kind).unwrap_or_default();
        let code = problems.check("code", CouponCode::parse(&typed.code));
        let off = problems.check("value", Off::parse(kind, &typed.value, currency));
        let limits = TypedLimits {
            maximum: &typed.maximum,
            starts_at: &typed.starts_at,
            expires_at: &typed.expires_at,
        };
        let limits = Limits::parse(problems, &limits);
        let bundles = match typed.scope.as_str() {
            "chosen" if ticked.is_empty() => {
                problems.check("bundles", Err("Choose at least one bundle."))
            }
            "chosen" => Some(Some(ticked.to_vec())),
            _ => Some(None),
        };
        Some(Self {
            code: code?,
            off: off?,
            limits: limits?,
            bundles: bundles?,
        })
    }
}

/// A coupon, for its list and its editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRow {
    pub id: CouponId,
    pub code: String,
    pub off: Off,
    pub limits: Limits,
    pub used: i64,
    pub paused: bool,
    pub state: KeyState,
    /// The bundles it is for; `None` is all.
    pub bundles: Option<Vec<GroupId>>,
    pub created_at: Timestamp,
    pub version: i64,
}

/// What a bundle costs with a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub off: Off,
    pub discount: Price,
    pub total: Price,
}

impl Offer {
    pub fn new(off: Off, price: Price) -> Self {
        let discount = off.of(price);
        Self {
            off,
            discount,
            total: Price::from_minor(price.minor() - discount.minor()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_costs_less_than_nothing() {
        let price = Price::from_minor(999);
        let total = |off| Offer::new(off, price).total.minor();
        assert_eq!(total(Off::Percent(100)), 0);
        assert_eq!(total(Off::Percent(10)), 899, "the cent is the buyer's");
        assert_eq!(total(Off::Amount(Price::from_minor(500))), 499);
        assert_eq!(total(Off::Amount(Price::from_minor(5_000))), 0);
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        let read = |kind, text| Off::parse(kind, text, Currency::Eur);
        assert_eq!(read(OffKind::Percent, " 20 % "), Ok(Off::Percent(20)));
        for wrong in ["0", "101", "-5", "2.5", ""] {
            assert!(read(OffKind::Percent, wrong).is_err(), "{wrong}");
        }
        let five = Off::Amount(Price::from_minor(500));
        assert_eq!(read(OffKind::Amount, "5"), Ok(five));
        assert!(read(OffKind::Amount, "").is_err());
    }

    #[test]
    fn codes_are_plain_and_compare_without_case() {
        let code = CouponCode::parse(" spring-26 ").unwrap();
        assert_eq!(code.folded(), "SPRING-26");
        assert_eq!(CouponCode::parse("ab"), Err(InvalidCode::Length));
        assert_eq!(CouponCode::parse("a b c"), Err(InvalidCode::Character));
        assert_eq!(CouponCode::parse(" "), Err(InvalidCode::Blank));
    }
}
