//! What Excel's XML cannot have is written as its code, `_x000D_`; and so `_x005F_` stands for the `_` of such a text.

const LENGTH: usize = "_x0000_".len();

/// Returns the text with characters instead of their codes.
pub fn decode(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let (mut decoded, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(place) = rest.find("_x") {
        let (before, found) = rest.split_at(place);
        decoded.push_str(before);
        let length = match character(found) {
            Some(c) => {
                decoded.push(c);
                LENGTH
            }
            None => {
                decoded.push('_');
                1
            }
        };
        rest = found.get(length..).unwrap_or_default();
    }
    decoded + rest
}

/// The character with whose code the text begins.
fn character(text: &str) -> Option<char> {
    let digits = text.get(2..LENGTH)?.strip_suffix('_')?;
    let is_code = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_code)?;
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_characters() {
        for (text, decoded) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            (
                "snake_xylophone _x41_ _xD800_ _x+041_",
                "snake_xylophone _x41_ _xD800_ _x+041_",
            ),
            ("__x0041__x", "_A_x"),
            ("_xé000_", "_xé000_"),
        ] {
            assert_eq!(decode(text.to_owned()), decoded);
        }
    }
}
