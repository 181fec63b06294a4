//! Coupons: discounts on bundles.
mod discount;

pub use discount::{Discount, DiscountKind};

use crate::{
    edits::FormVersion,
    field_error::{Choice, FieldCode, FieldErrors, Noun},
    ids::{CouponId, GroupId},
    keys::{KeyState, Limits},
    money::{Currency, Price},
    text::{clean_plain, string_form},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What a buyer types: 3 to 40 letters, digits, `-`, `_`; compared without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CouponCode(String);

impl CouponCode {
    pub const LIMIT: usize = 40;

    /// # Errors
    /// What is wrong with the code.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = clean_plain(Noun::CouponCode, text)?;
        if text.is_empty() {
            return Err(FieldCode::Required(Noun::CouponCode));
        }
        // Marks around a code belong to the sentence that it was copied from.
        let text = text.trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '-' | '_'));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !text.chars().all(plain) {
            return Err(FieldCode::WrongCharacters(Noun::CouponCode));
        }
        let (min, max) = (3, Self::LIMIT);
        if !(min..=max).contains(&text.len()) {
            let noun = Noun::CouponCode;
            return Err(FieldCode::WrongLength { noun, min, max });
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which codes are compared.
    pub fn folded(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

string_form!(CouponCode);

/// What the coupon form saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponInfo {
    pub code: CouponCode,
    pub off: Discount,
    pub limits: Limits,
    /// The maximum number of uses by one buyer; `None` is no limit.
    pub per_buyer: Option<i64>,
    /// The bundles it applies to; `None` is all.
    pub bundles: Option<Vec<GroupId>>,
}

/// The coupon form as entered, without the selected bundles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CouponForm {
    pub code: String,
    pub kind: String,
    pub value: String,
    pub maximum: String,
    pub per_buyer: String,
    pub starts_at: String,
    pub expires_at: String,
    /// `chosen`, or any other text for all bundles.
    pub scope: String,
}

impl CouponForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(
        &self,
        currency: Currency,
        ticked: &[GroupId],
    ) -> Result<CouponInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kind = DiscountKind::from_code(&self.kind).unwrap_or_default();
        let code = errors.check("code", CouponCode::parse(&self.code));
        let off = errors.check("value", Discount::parse(kind, &self.value, currency));
        let limits = Limits::parse(&self.maximum, &self.starts_at, &self.expires_at);
        let limits = errors.include(limits);
        let per_buyer = errors.check("per_buyer", Limits::parse_maximum(&self.per_buyer));
        let bundles = match self.scope.as_str() {
            "chosen" if ticked.is_empty() => {
                errors.check("bundles", Err(FieldCode::Choose(Choice::Bundle)))
            }
            "chosen" => Some(Some(ticked.to_vec())),
            _ => Some(None),
        };
        errors.finish(|| {
            Some(CouponInfo {
                code: code?,
                off: off?,
                limits: limits?,
                per_buyer: per_buyer?,
                bundles: bundles?,
            })
        })
    }
}

/// A coupon, for its list and its editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRow {
    pub id: CouponId,
    pub code: String,
    pub off: Discount,
    pub limits: Limits,
    /// The maximum number of uses by one buyer; `None` is no limit.
    pub per_buyer: Option<i64>,
    pub used: i64,
    pub paused: bool,
    pub state: KeyState,
    /// The bundles it applies to; `None` is all.
    pub bundles: Option<Vec<GroupId>>,
    pub created_at: Timestamp,
    /// `None`: it is not archived.
    pub archived_at: Option<Timestamp>,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// What deleting a coupon would change, for the confirmation dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponDeletion {
    pub code: String,
    /// The orders that were placed with it: with any, it is archived instead.
    pub orders: i64,
    /// Those of them that wait for payment.
    pub waiting: i64,
}

/// What a bundle costs with a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountedPrice {
    pub off: Discount,
    pub discount: Price,
    pub total: Price,
}

impl DiscountedPrice {
    pub fn new(off: Discount, price: Price) -> Self {
        let discount = off.apply_to(price);
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
    fn a_discounted_price_is_never_below_zero() {
        let price = Price::from_minor(999);
        let total = |off| DiscountedPrice::new(off, price).total.minor();
        assert_eq!(total(Discount::Percent(100)), 0);
        assert_eq!(total(Discount::Percent(10)), 899, "the cent is the buyer's");
        assert_eq!(total(Discount::Amount(Price::from_minor(500))), 499);
        assert_eq!(total(Discount::Amount(Price::from_minor(5_000))), 0);
    }

    #[test]
    fn codes_are_plain_and_compared_without_case() {
        let code = CouponCode::parse(" spring-26 ").unwrap();
        assert_eq!(code.folded(), "SPRING-26");
        for pasted in [
            "“Spring–26”.",
            "\u{200B}ＳＰＲＩＮＧ\u{2011}26,\u{A0}",
            "spring-\u{AD}26",
        ] {
            assert_eq!(CouponCode::parse(pasted).unwrap().folded(), "SPRING-26");
        }
        let wrong = |text| CouponCode::parse(text).unwrap_err().code();
        assert_eq!(wrong("ab"), "wrong_length");
        assert_eq!(wrong("a b c"), "wrong_characters");
        assert_eq!(wrong(" "), "required");
    }
}
