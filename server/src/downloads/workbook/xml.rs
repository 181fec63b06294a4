//! Texts in the XML of a workbook.

/// Adds a text as Excel writes it: what XML cannot have is `_x0001_`, and so a text that looks like that is escaped.
pub fn push_text(text: &str, xml: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' => xml.push(c),
            '\0'..'\u{20}' | '\u{FFFE}' | '\u{FFFF}' => push_code(c, xml),
            '_' if is_code(text.get(at..).unwrap_or_default()) => push_code(c, xml),
            c => xml.push(c),
        }
    }
}

fn push_code(c: char, xml: &mut String) {
    xml.push_str(&format!("_x{:04X}_", u32::from(c)));
}

/// Whether the text begins like `_x0001_`.
fn is_code(text: &str) -> bool {
    let digits = text.strip_prefix("_x").and_then(|rest| rest.get(..5));
    digits
        .and_then(|digits| digits.strip_suffix('_'))
        .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup_or_lost() {
        for (text, written) in [
            ("a < b & c", "a &lt; b &amp; c"),
            ("]]>", "]]&gt;"),
            ("a\r\nb\t\0", "a_x000D_\nb\t_x0000_"),
            ("_x0041_ _x41_ _x_", "_x005F_x0041_ _x41_ _x_"),
            ("\u{FFFE}é😀", "_xFFFE_é😀"),
        ] {
            let mut xml = String::new();
            push_text(text, &mut xml);
            assert_eq!(xml, written);
        }
    }
}
