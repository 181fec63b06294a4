//! The discount of a coupon.
use crate::{
    field_error::FieldCode,
    money::{Currency, Price},
    string_enum::string_enum,
};
use serde::{Deserialize, Serialize};

/// Whether the value is a percentage or an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountKind {
    #[default]
    Percent,
    Amount,
}

string_enum!(DiscountKind {
    Percent = "percent", "Percentage";
    Amount = "amount", "Amount";
});

/// A discount on a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Discount {
    /// 1 to 100.
    Percent(i64),
    Amount(Price),
}

impl Discount {
    /// # Errors
    /// What is wrong with the value.
    pub fn parse(kind: DiscountKind, text: &str, currency: Currency) -> Result<Self, FieldCode> {
        match kind {
            DiscountKind::Percent => {
                let digits = text.trim().trim_end_matches('%').trim_end();
                match digits.parse() {
                    Ok(percent @ 1..=100) => Ok(Self::Percent(percent)),
                    _ => Err(FieldCode::NotAPercentage),
                }
            }
            DiscountKind::Amount => match Price::parse(text, currency) {
                Ok(price) if price.is_zero() => Err(FieldCode::NotAnAmount),
                price => price.map(Self::Amount),
            },
        }
    }

    pub const fn kind(self) -> DiscountKind {
        match self {
            Self::Percent(_) => DiscountKind::Percent,
            Self::Amount(_) => DiscountKind::Amount,
        }
    }

    /// The number in the database: percents or minor units.
    pub const fn value(self) -> i64 {
        match self {
            Self::Percent(percent) => percent,
            Self::Amount(price) => price.minor(),
        }
    }

    pub const fn from_value(kind: DiscountKind, value: i64) -> Self {
        match kind {
            DiscountKind::Percent => Self::Percent(value),
            DiscountKind::Amount => Self::Amount(Price::from_minor(value)),
        }
    }

    /// The discount on this price, never more than it; rounded in the buyer's favour.
    pub fn apply_to(self, price: Price) -> Price {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_parsed_as_they_are_meant() {
        let read = |kind, text| Discount::parse(kind, text, Currency::Eur);
        assert_eq!(
            read(DiscountKind::Percent, " 20 % "),
            Ok(Discount::Percent(20))
        );
        for wrong in ["0", "101", "-5", "2.5", ""] {
            assert!(read(DiscountKind::Percent, wrong).is_err(), "{wrong}");
        }
        let five = Discount::Amount(Price::from_minor(500));
        assert_eq!(read(DiscountKind::Amount, "5"), Ok(five));
        assert!(read(DiscountKind::Amount, "").is_err());
    }
}
