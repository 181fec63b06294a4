//! Folding of words for comparison: headings and the values of columns with few possible values.
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns the letters and digits of a text without case, width, accents, blanks and punctuation: `First_Name`,
/// `firstName` and `FIRST NAME` are all `firstname`.
pub fn fold(text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for c in lower.nfkd() {
        match c {
            // The Turkish letter has no accent to take away, and is typed as i on other keyboards.
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            c if is_combining_mark(c) || !c.is_alphanumeric() => {}
            c => folded.push(c),
        }
    }
    folded
}

/// Returns the text with letters of the usual width: those of Japanese keyboards may be wide.
pub fn narrow(text: &str) -> String {
    text.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spelling_makes_no_difference() {
        for same in [
            "First name",
            "firstName",
            "FIRST_NAME",
            "first-name*",
            "Ｆirst\r\nName:",
        ] {
            assert_eq!(fold(same), "firstname", "{same}");
        }
        assert_eq!(fold("Prénom"), fold("PRENOM"));
        assert_eq!(fold("SOYADI"), fold("Soyadı"));
        assert_eq!(fold("Größe"), "grosse");
    }
}
