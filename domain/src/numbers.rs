//! Numbers in sentences.

/// `1 member`, `4,120 members`.
pub fn count(number: i64, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        thousands(number),
        if number == 1 { "" } else { "s" }
    )
}

/// As [`count`], for a number of another type.
pub fn counted(number: impl TryInto<i64>, noun: &str) -> String {
    count(number.try_into().unwrap_or(i64::MAX), noun)
}

/// As [`count`], for the length of a slice.
pub fn count_of<T>(all: &[T], noun: &str) -> String {
    counted(all.len(), noun)
}

/// `12,431`.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}
