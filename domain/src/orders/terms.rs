//! The terms of a purchase: what is bought are the terms that were shown.
use crate::{
    ids::CourseId,
    money::{Currency, Price},
};
use serde::{Deserialize, Serialize};

/// What a page shows before **Buy**.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub currency: Currency,
    pub price: Price,
    pub discount: Price,
    pub courses: Vec<CourseId>,
}

impl Terms {
    /// What the buyer pays.
    pub const fn total(&self) -> Price {
        Price::from_minor(self.price.minor() - self.discount.minor())
    }

    /// `EUR-4990-0-<courses>`: what the form sends. It protects the buyer only, so it is no secret.
    pub fn fingerprint(&self) -> String {
        format!("{}-{}", self.unreduced(), self.discount.minor())
    }

    /// The terms without a coupon.
    fn unreduced(&self) -> String {
        let mut courses: Vec<i64> = self.courses.iter().map(|course| course.0).collect();
        courses.sort_unstable();
        // FNV-1a, because an order may have very many courses.
        let bytes = courses.iter().flat_map(|course| course.to_le_bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let (currency, price) = (self.currency.code(), self.price.minor());
        format!("{currency}-{price}-{hash:x}")
    }

    /// Whether these are the terms with the fingerprint `shown`, or better only by a coupon that was
    /// typed since.
    pub fn are_as_shown(&self, shown: &str) -> bool {
        let Some((unreduced, discount)) = shown.rsplit_once('-') else {
            return false;
        };
        let discount = discount
            .parse()
            .is_ok_and(|shown: i64| shown <= self.discount.minor());
        discount && unreduced == self.unreduced()
    }
}

/// The terms as they are, where they are not those that were shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentTerms {
    /// For agreeing to them.
    pub fingerprint: String,
    /// With its currency.
    pub total: String,
    pub courses: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(price: i64, discount: i64, courses: &[i64]) -> Terms {
        Terms {
            currency: Currency::Eur,
            price: Price::from_minor(price),
            discount: Price::from_minor(discount),
            courses: courses.iter().copied().map(CourseId).collect(),
        }
    }

    #[test]
    fn price_discount_currency_and_courses_are_terms() {
        let shown = terms(5_000, 500, &[1, 2]).fingerprint();
        assert!(
            terms(5_000, 500, &[2, 1]).are_as_shown(&shown),
            "the order is none"
        );
        let yen = Terms {
            currency: Currency::Jpy,
            ..terms(5_000, 500, &[1, 2])
        };
        let others = [
            terms(50_000, 500, &[1, 2]),
            terms(4_000, 500, &[1, 2]),
            terms(5_000, 400, &[1, 2]),
            terms(5_000, 500, &[1]),
            terms(5_000, 500, &[1, 3]),
            yen,
        ];
        for other in others {
            assert!(!other.are_as_shown(&shown), "{other:?}");
        }
        let typed_since = terms(5_000, 1_000, &[1, 2]);
        assert!(typed_since.are_as_shown(&shown), "a coupon counts");
        assert!(!typed_since.are_as_shown("nonsense"));
    }
}
