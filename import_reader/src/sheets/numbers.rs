//! Numbers of cells as text: as displayed where a list needs it.

/// The most bytes around the digits of a number.
const MAX_AROUND: usize = 60;

/// How a number format shows a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    Date,
    /// `"E"0000`: at least so many digits, between texts.
    Digits {
        before: String,
        digits: usize,
        behind: String,
    },
}

impl Look {
    /// Of the formats that every workbook has, by number.
    pub const fn built_in(id: u32) -> Self {
        match id {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// Of a format as written: `yyyy-mm-dd`, `"No. "0000`.
    pub fn of_code(code: &str) -> Self {
        let (mut bare, mut is_quoted, mut is_bracketed) = (String::new(), false, false);
        // What is quoted before the first sign of the number, and behind it.
        let (mut before, mut behind) = (String::new(), String::new());
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => is_quoted = !is_quoted,
                '\\' if bare.is_empty() => before.extend(chars.next()),
                '\\' => behind.extend(chars.next()),
                '_' | '*' => drop(chars.next()),
                '[' => is_bracketed = true,
                ']' => is_bracketed = false,
                ';' if !is_quoted => break,
                c if !is_quoted && !is_bracketed => bare.push(c.to_ascii_lowercase()),
                c if is_quoted && bare.is_empty() => before.push(c),
                c if is_quoted => behind.push(c),
                _ => {}
            }
        }
        match bare.trim() {
            "" | "general" => Self::Plain,
            zeros
                if zeros.chars().all(|c| c == '0') && before.len() + behind.len() <= MAX_AROUND =>
            {
                let digits = zeros.len();
                Self::Digits {
                    before,
                    digits,
                    behind,
                }
            }
            other if other.contains(['y', 'd', 'm', 'h', 's']) => Self::Date,
            _ => Self::Plain,
        }
    }
}

/// Returns a stored number as text. `is_1904`: days are counted from 1904.
pub fn text(stored: &str, look: &Look, is_1904: bool) -> String {
    let stored = stored.trim();
    let number = stored
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite());
    match (look, number) {
        (Look::Date, Some(days)) => date(days, is_1904).unwrap_or_else(|| stored.to_owned()),
        (
            Look::Digits {
                before,
                digits,
                behind,
            },
            Some(_),
        ) if stored.bytes().all(|byte| byte.is_ascii_digit()) => {
            let digits = (*digits).min(100);
            format!("{before}{stored:0>digits$}{behind}")
        }
        // Without an exponent: 4.9151E+12 is 4915100000000.
        (_, Some(number)) if stored.contains(['e', 'E']) => shown(number),
        // 19.9 is stored as 19.899999999999999, and shown with at most 15 digits.
        (_, Some(number)) if stored.len() > 16 && stored.contains('.') => shown(number),
        (_, Some(_)) => stored.strip_suffix(".0").unwrap_or(stored).to_owned(),
        (_, None) => stored.to_owned(),
    }
}

/// A number with as many digits as Excel shows.
fn shown(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>();
    rounded.unwrap_or(number).to_string()
}

/// `2026-01-02`, with the time if there is one.
fn date(days: f64, is_1904: bool) -> Option<String> {
    // Excel has a 29 February 1900.
    let start = if is_1904 { 1_462.0 } else { 0.0 };
    let days = days + start;
    if !(0.0..2_958_466.0).contains(&days) {
        return None;
    }
    let minutes = (days.fract() * 1_440.0).round();
    // Both are within range, as checked above.
    let (day, minutes) = (days.trunc() as i64, minutes as i64);
    let (year, month, day) = civil(day - if day < 60 { 25_568 } else { 25_569 });
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(match minutes {
        0 => date,
        minutes => format!("{date}T{:02}:{:02}", (minutes / 60).min(23), minutes % 60),
    })
}

/// Year, month and day of days since 1970 (Howard Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_displayed() {
        let plain = |stored| text(stored, &Look::Plain, false);
        assert_eq!(plain("42"), "42");
        assert_eq!(plain("42.0"), "42");
        assert_eq!(plain("4.915112345678E12"), "4915112345678");
        assert_eq!(text("42", &Look::of_code("0000"), false), "0042");
        let staff = Look::of_code("\"E\"0000\\-\"x\"");
        assert_eq!(text("42", &staff, false), "E0042-x");
        assert_eq!(text("46024", &Look::built_in(14), false), "2026-01-02");
        assert_eq!(
            text(
                "46024.127777777776",
                &Look::of_code("yyyy\\-mm\\-dd hh:mm"),
                false
            ),
            "2026-01-02T03:04"
        );
        assert_eq!(text("44562", &Look::Date, true), "2026-01-02");
        assert_eq!(text("1", &Look::Date, false), "1900-01-01");
    }

    #[test]
    fn a_format_with_words_is_no_date() {
        assert_eq!(Look::of_code("\"days \"0.00"), Look::Plain);
        assert_eq!(Look::of_code("[Red]0.00;dd"), Look::Plain);
        assert_eq!(Look::of_code("General"), Look::Plain);
        assert_eq!(Look::of_code("d. mmm yyyy"), Look::Date);
    }
}
