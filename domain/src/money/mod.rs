//! Money: an integer of minor units and a currency.
mod currency;

pub use currency::Currency;

use crate::field_error::FieldCode;
use serde::{Deserialize, Serialize};

/// A price in minor units (cents); zero is "no price". At most 1,000,000 major units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Price(i64);

impl Price {
    const MAX_MAJOR: i64 = 1_000_000;

    /// A price from the database, which holds no negative amounts.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    pub const fn minor(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Parses `49`, `49.9`, `49,90`; empty is zero.
    ///
    /// # Errors
    /// What is wrong with the price.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.starts_with('-') {
            return Err(FieldCode::NegativePrice);
        }
        let (major, minor) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if major.is_empty() || !digits(major) || !digits(minor) {
            return Err(FieldCode::NotAPrice);
        }
        let most = currency.digits();
        if minor.len() > most {
            return Err(FieldCode::PriceTooFine(most));
        }
        let scale = 10_i64.pow(u32::try_from(most).unwrap_or(0));
        let amount = format!("{major}{minor:0<most$}")
            .parse::<i64>()
            .map_err(|_| FieldCode::PriceTooHigh)?;
        if amount > Self::MAX_MAJOR * scale {
            return Err(FieldCode::PriceTooHigh);
        }
        Ok(Self(amount))
    }

    /// `49.90`, for an input.
    pub fn input_value(self, currency: Currency) -> String {
        let digits = currency.digits();
        if digits == 0 {
            return self.0.to_string();
        }
        let scale = 10_i64.pow(u32::try_from(digits).unwrap_or(0));
        format!("{}.{:0digits$}", self.0 / scale, self.0 % scale)
    }

    /// `49.90 EUR`.
    pub fn display(self, currency: Currency) -> String {
        format!("{} {}", self.input_value(currency), currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_parsed_exactly() {
        let read = |text| Price::parse(text, Currency::Eur).map(Price::minor);
        assert_eq!(read(""), Ok(0));
        assert_eq!(read("0.1"), Ok(10));
        assert_eq!(read("49,90"), Ok(4990));
        assert_eq!(read("-1"), Err(FieldCode::NegativePrice));
        assert_eq!(read("4.999"), Err(FieldCode::PriceTooFine(2)));
        assert_eq!(read("1e3"), Err(FieldCode::NotAPrice));
        assert_eq!(read("1000001"), Err(FieldCode::PriceTooHigh));
        assert_eq!(read("99999999999999999999"), Err(FieldCode::PriceTooHigh));
    }

    #[test]
    fn prices_of_0_2_and_3_digits_are_read_and_shown_alike() {
        for (currency, text, minor) in [
            (Currency::Krw, "500", 500),
            (Currency::Pln, "5.05", 505),
            (Currency::Inr, "5.50", 550),
            (Currency::Kwd, "5.005", 5_005),
            (Currency::Bhd, "0.010", 10),
        ] {
            let price = Price::parse(text, currency).unwrap();
            assert_eq!(
                (price.minor(), price.input_value(currency).as_str()),
                (minor, text)
            );
        }
        let fine = |text, currency| Price::parse(text, currency).unwrap_err();
        assert_eq!(fine("5.0005", Currency::Kwd), FieldCode::PriceTooFine(3));
        assert_eq!(fine("5.005", Currency::Sek), FieldCode::PriceTooFine(2));
        assert_eq!(fine("5.0", Currency::Isk), FieldCode::PriceTooFine(0));
    }

    #[test]
    fn yen_have_no_minor_digits() {
        assert_eq!(
            Price::parse("500", Currency::Jpy).map(Price::minor),
            Ok(500)
        );
        assert!(Price::parse("5.5", Currency::Jpy).is_err());
        assert_eq!(Price::from_minor(500).display(Currency::Jpy), "500 JPY");
    }
}
