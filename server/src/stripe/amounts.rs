//! Stripe's own table of currencies: how it counts amounts, where that is not as ISO 4217 does
//! (<https://docs.stripe.com/currencies>).
use domain::money::{Currency, Price};

/// The code, in the manner of Stripe's, of an amount that it cannot take.
pub const UNFIT: &str = "amount_not_payable";

/// How Stripe counts an amount.
enum Count {
    /// In minor units.
    Minor,
    /// In whole units, though the currency has cents.
    Major,
    /// In hundredths that are zero, though the currency has no cents.
    Hundredths,
    /// In thousandths that end with zero.
    Tens,
}

fn count(currency: Currency) -> Count {
    match currency.code() {
        "MGA" => Count::Major,
        "ISK" | "UGX" => Count::Hundredths,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => Count::Tens,
        _ => Count::Minor,
    }
}

/// Returns the amount as Stripe takes it; `None` if it is finer than a card payment can be.
pub fn to_stripe(price: Price, currency: Currency) -> Option<i64> {
    let minor = price.minor();
    match count(currency) {
        Count::Minor => Some(minor),
        Count::Major => (minor % 100 == 0).then_some(minor / 100),
        Count::Hundredths => Some(minor * 100),
        Count::Tens => (minor % 10 == 0).then_some(minor),
    }
}

/// Returns the minor units of an amount that Stripe reports.
pub fn from_stripe(amount: i64, currency: Currency) -> i64 {
    match count(currency) {
        Count::Minor | Count::Tens => amount,
        Count::Major => amount.saturating_mul(100),
        Count::Hundredths => amount / 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_sent_as_stripe_counts_them_and_read_back() {
        for (currency, minor, sent) in [
            (Currency::Eur, 4_990, Some(4_990)),
            (Currency::Jpy, 500, Some(500)),
            (Currency::Isk, 500, Some(50_000)),
            (Currency::Ugx, 500, Some(50_000)),
            (Currency::Mga, 50_000, Some(500)),
            (Currency::Mga, 50_001, None),
            (Currency::Kwd, 5_010, Some(5_010)),
            (Currency::Kwd, 5_005, None),
            (Currency::Iqd, 5_005, Some(5_005)),
        ] {
            assert_eq!(
                to_stripe(Price::from_minor(minor), currency),
                sent,
                "{currency:?}"
            );
            if let Some(sent) = sent {
                assert_eq!(from_stripe(sent, currency), minor, "{currency:?}");
            }
        }
    }
}
