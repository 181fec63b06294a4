//! Text that people enter: cleaned, trimmed and limited.
mod characters;
mod clean;
mod joining;

#[cfg(test)]
pub(crate) use characters::TWINS;
pub use characters::plain;
pub use clean::{Refused, Shape, clean, clean_plain, is_blank, scan, to_plain, trimmed, visible};

use crate::field_error::{FieldCode, Noun};

/// One line: cleaned, 1 to `limit` characters (Unicode scalar values).
pub fn line(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    let text = clean(noun, text, Shape::Line)?;
    if text.is_empty() {
        return Err(FieldCode::Required(noun));
    }
    limited(noun, text, limit)
}

/// As [`line`], but may be empty.
pub fn optional_line(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    limited(noun, clean(noun, text, Shape::Line)?, limit)
}

/// Several lines: cleaned, up to `limit` characters, may be empty; new lines and tabs are allowed.
pub fn lines(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    limited(noun, clean(noun, text, Shape::Lines)?, limit)
}

/// As [`lines`], of a course: soft hyphens stay.
pub fn course_text(noun: Noun, text: &str, limit: usize) -> Result<String, FieldCode> {
    limited(noun, clean(noun, text, Shape::Text)?, limit)
}

fn limited(noun: Noun, text: String, limit: usize) -> Result<String, FieldCode> {
    let found = text.chars().count();
    if found > limit {
        return Err(FieldCode::TooLong { noun, limit, found });
    }
    Ok(text)
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
        // What is removed does not count.
        assert!(line(Noun::Name, &"\u{200B}a".repeat(10), 10).is_ok());
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
    fn line_breaks_are_rejected_in_one_line_and_kept_in_several() {
        assert!(line(Noun::Name, "a\nb", 20).is_err());
        assert_eq!(lines(Noun::Description, "a\r\nb", 20), Ok("a\nb".into()));
    }
}
