//! Characters that stand for others on the way through the sanitizer. For each ampersand and each character from U+0080
//! to U+00BF its serializer looks through the rest of the text, which would take a time quadratic in the length.

const FIRST: u32 = 0x0010_FF00;

/// Returns the private character that stands for this one. An author who types it gets this one.
pub fn stand_in(c: char) -> Option<char> {
    let slow = c == '&' || ('\u{80}'..='\u{BF}').contains(&c);
    slow.then(|| char::from_u32(FIRST + u32::from(c))).flatten()
}

/// Returns the HTML with the characters themselves; ampersands are escaped.
pub fn restore(html: &str) -> String {
    let mut restored = String::with_capacity(html.len());
    for c in html.chars() {
        match u32::from(c).checked_sub(FIRST).and_then(char::from_u32) {
            Some('&') => restored.push_str("&amp;"),
            Some(original) if stand_in(original).is_some() => restored.push(original),
            _ => restored.push(c),
        }
    }
    restored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_restored() {
        let text: String = "a&\u{A0}«é"
            .chars()
            .map(|c| stand_in(c).unwrap_or(c))
            .collect();
        assert!(!text.contains(['&', '\u{A0}', '«']));
        assert_eq!(restore(&text), "a&amp;\u{A0}«é");
        assert_eq!(restore("\u{10FF00}\u{10FFFF}"), "\u{10FF00}\u{10FFFF}");
    }
}
