//! Prices as lists have them: with a currency, and with the separators of any country.
use super::fold::fold;
use crate::{field_error::FieldCode, money::Currency};

/// Words for a price of zero, folded.
const FREE: [&str; 12] = [
    "free",
    "gratis",
    "kostenlos",
    "frei",
    "gratuit",
    "gratuito",
    "gratuita",
    "darmowy",
    "bezpłatnie",
    "bezpłatny",
    "бесплатно",
    "безкоштовно",
];

/// Signs and words of currencies, folded where they are letters, and the currencies they may stand for.
const SIGNS: [(&str, &[&str]); 14] = [
    ("€", &["EUR"]),
    ("£", &["GBP", "EGP", "LBP", "SYP", "FKP", "GIP", "SHP"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₽", &["RUB"]),
    ("₴", &["UAH"]),
    ("₺", &["TRY"]),
    ("₩", &["KRW"]),
    ("₪", &["ILS"]),
    ("euro", &["EUR"]),
    ("zł", &["PLN"]),
    ("kc", &["CZK"]),
    ("fr", &["CHF"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// The currencies whose sign is `$`, alone or with letters: `US$`, `R$`.
const DOLLARS: [&str; 34] = [
    "ARS", "AUD", "BBD", "BMD", "BND", "BRL", "BSD", "BZD", "CAD", "CLP", "COP", "CUP", "CVE",
    "DOP", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "MOP", "MXN", "NAD", "NIO", "NZD", "SBD",
    "SGD", "SRD", "TOP", "TTD", "TWD", "USD", "UYU", "XCD",
];

/// Returns the number of a price, with a point: `1.234,50 €` is `1234.50`, a word such as *free* is `0`.
///
/// # Errors
/// It is in another currency, or does not say what it is.
pub fn number(typed: &str, currency: Currency) -> Result<String, FieldCode> {
    let is_of_number =
        |c: char| c.is_ascii_digit() || is_between(c) || matches!(c, '-' | '–' | '−' | '—');
    let is_digit = |c: char| c.is_ascii_digit();
    let (Some(start), Some(end)) = (typed.find(is_digit), typed.rfind(is_digit)) else {
        let is_free =
            FREE.contains(&fold(typed).as_str()) || matches!(typed.trim(), "" | "-" | "–" | "—");
        return if is_free {
            Ok("0".into())
        } else {
            Err(FieldCode::NotAPrice)
        };
    };
    let (before, rest) = typed.split_at(start);
    let (digits, behind) = rest.split_at(end + 1 - start);
    let sign = |part: &str| part.replace(is_of_number, " ");
    for word in [sign(before), sign(behind)]
        .iter()
        .flat_map(|part| part.split_whitespace())
    {
        check(word, currency)?;
    }
    if before.trim_end().ends_with(['-', '−']) || before.trim_start().starts_with(['-', '−']) {
        return Err(FieldCode::NegativePrice);
    }
    if !digits.chars().all(|c| c.is_ascii_digit() || is_between(c)) {
        return Err(FieldCode::NotAPrice);
    }
    plain(digits, currency).ok_or(FieldCode::NotAPrice)
}

/// What may be between the digits of a number.
fn is_between(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’') || c.is_whitespace()
}

fn check(word: &str, currency: Currency) -> Result<(), FieldCode> {
    let code = currency.code();
    let folded = fold(word);
    let is_code = word.eq_ignore_ascii_case(code);
    let signs = SIGNS
        .iter()
        .find(|(sign, _)| *sign == word || *sign == folded);
    let is_sign = signs.is_some_and(|(_, codes)| codes.contains(&code));
    let has_dollar = word.contains('$');
    let is_dollar = has_dollar && DOLLARS.contains(&code);
    if is_code || is_sign || is_dollar {
        return Ok(());
    }
    let is_other =
        signs.is_some() || has_dollar || Currency::from_code(&word.to_uppercase()).is_some();
    Err(if is_other {
        FieldCode::OtherCurrency(word.to_owned())
    } else {
        FieldCode::NotAPrice
    })
}

/// Without the separators of thousands, and with a point; `None` if they are not where they belong. A single separator
/// before three digits could be either: it stays, and the price has too many digits.
fn plain(digits: &str, currency: Currency) -> Option<String> {
    let signs = || digits.chars().filter(|c| !c.is_ascii_digit());
    let last = signs().next_back().filter(|c| matches!(c, '.' | ','));
    let decimal = last.filter(|last| {
        let is_once = signs().filter(|c| c == last).count() == 1;
        let behind = digits.rsplit(*last).next().map_or(0, str::len);
        is_once
            && !(behind == 3
                && (currency.digits() == 0 || signs().count() > 1 && currency.digits() < 3))
    });
    let (major, minor) = match decimal {
        Some(decimal) => digits.rsplit_once(decimal)?,
        None => (digits, ""),
    };
    let mut groups = major.split(is_between);
    let first = groups.next()?;
    let are_thousands = groups.all(|group| group.len() == 3);
    let is_grouped = major.contains(is_between);
    if !are_thousands || (is_grouped && !(1..=3).contains(&first.len())) {
        return None;
    }
    let major = major.replace(is_between, "");
    Some(if minor.is_empty() {
        major
    } else {
        format!("{major}.{minor}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Price;

    fn read(typed: &str, code: &str) -> Result<i64, FieldCode> {
        let currency = Currency::from_code(code).unwrap_or_default();
        Price::parse(&number(typed, currency)?, currency).map(Price::minor)
    }

    #[test]
    fn prices_are_read_as_people_write_them() {
        for (typed, code, minor) in [
            ("1.234,50 €", "EUR", 123_450),
            ("€ 12,5", "EUR", 1_250),
            ("EUR1,234.5", "EUR", 123_450),
            ("CHF 1'200.-", "CHF", 120_000),
            ("1’200.50 Fr.", "CHF", 120_050),
            ("49,--", "EUR", 4_900),
            ("US$ 1,234,567.89", "USD", 123_456_789),
            ("12\u{202F}345,60 €", "EUR", 1_234_560),
            ("¥1,200", "JPY", 1_200),
            ("$49", "CAD", 4_900),
            ("1 200 zł", "PLN", 120_000),
            ("1.234.567", "EUR", 123_456_700),
            ("0", "EUR", 0),
            ("kostenlos", "EUR", 0),
            ("Bezpłatnie", "PLN", 0),
            ("-", "EUR", 0),
        ] {
            let found = read(typed, code);
            if minor > 100_000_000 {
                assert_eq!(found, Err(FieldCode::PriceTooHigh), "{typed}");
            } else {
                assert_eq!(found, Ok(minor), "{typed}");
            }
        }
    }

    #[test]
    fn a_price_that_may_mean_something_else_is_no_price() {
        for (typed, problem) in [
            ("USD 1,200.00", FieldCode::OtherCurrency("USD".into())),
            ("£9", FieldCode::OtherCurrency("£".into())),
            ("$49", FieldCode::OtherCurrency("$".into())),
            ("US$ 49", FieldCode::OtherCurrency("US$".into())),
            ("1.234", FieldCode::PriceTooFine(2)),
            ("on request", FieldCode::NotAPrice),
            ("12 per month", FieldCode::NotAPrice),
            ("1,23,4", FieldCode::NotAPrice),
            ("10-20", FieldCode::NotAPrice),
            ("-5 €", FieldCode::NegativePrice),
            ("€ -5", FieldCode::NegativePrice),
        ] {
            assert_eq!(read(typed, "EUR"), Err(problem), "{typed}");
        }
    }
}
