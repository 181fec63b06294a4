//! Text that people enter: trimmed, limited, and free of hidden characters.
use crate::field_error::{FieldCode, Noun};

/// One line: trimmed, 1 to `limit` characters (Unicode scalar values), none of them hidden.
pub fn line(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required(noun));
    }
    optional(noun, text, limit, |c| c.is_control())
}

/// Several lines: trimmed, up to `limit` characters, may be empty; new lines and tabs are allowed.
pub fn lines(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    let text = text.trim().replace("\r\n", "\n");
    optional(noun, &text, limit, |c| {
        c.is_control() && c != '\n' && c != '\t'
    })
}

fn optional(
    noun: Noun,
    text: &str,
    limit: usize,
    control: impl Fn(char) -> bool,
) -> Result<String, FieldCode> {
    let found = text.chars().count();
    if found > limit {
        return Err(FieldCode::TooLong { noun, limit, found });
    }
    if text.chars().any(|c| control(c) || is_hidden(c)) {
        return Err(FieldCode::HiddenCharacters(noun));
    }
    Ok(text.to_owned())
}

/// Characters that change how a name looks or compares without being seen: zero-width
/// characters, bidirectional overrides, the byte-order mark, tags. (Unicode TR 36, 39.)
/// U+200C and U+200D stay allowed: Persian and Indic names and emoji need them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Declares a text type that can only hold what its parser accepts.
#[macro_export]
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $parse:path, $noun:ident, $limit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have, counted as Unicode scalar values.
            pub const LIMIT: usize = $limit;

            /// # Errors
            /// What is wrong with the text.
            pub fn parse(text: &str) -> Result<Self, $crate::field_error::FieldCode> {
                $parse($crate::field_error::Noun::$noun, text, $limit).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::text::string_form!($name);
    };
}

/// A serialized text that its type does not allow. It does not say why, so that the sentences about fields
/// stay out of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a text that its type does not allow")]
pub struct InvalidValue;

/// Serializes a checked text as a string, which is checked again on arrival.
macro_rules! string_form {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = $crate::text::InvalidValue;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).map_err(|_| $crate::text::InvalidValue)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}
pub(crate) use string_form;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_required() {
        assert_eq!(line(Noun::Name, "  Bakers ", 10), Ok("Bakers".into()));
        assert_eq!(
            line(Noun::Name, " \t", 10),
            Err(FieldCode::Required(Noun::Name))
        );
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(line(Noun::Name, &"é".repeat(10), 10).is_ok());
        assert_eq!(
            line(Noun::Name, &"é".repeat(11), 10),
            Err(FieldCode::TooLong {
                noun: Noun::Name,
                limit: 10,
                found: 11
            })
        );
    }

    #[test]
    fn hidden_characters_are_rejected() {
        for hidden in ['\0', '\u{1b}', '\u{200B}', '\u{202E}', '\u{FEFF}'] {
            assert!(
                line(Noun::Name, &format!("Ad{hidden}min"), 20).is_err(),
                "{hidden:?}"
            );
        }
        assert!(line(Noun::Name, "نامه\u{200C}ای", 20).is_ok());
    }

    #[test]
    fn line_breaks_are_rejected_in_one_line_and_kept_in_several() {
        assert!(line(Noun::Name, "a\nb", 20).is_err());
        assert_eq!(lines(Noun::Description, "a\r\nb", 20), Ok("a\nb".into()));
    }
}
