//! The cleaning of what people type: what is merely invisible is removed, what deceives or was lost is refused with its
//! place. Lists have a cleaner of their own (`imports::cells`), whose places are cells.
use super::characters::{helps_reading, is_direction, is_filler, is_invisible, is_joiner, is_tag};
use crate::field_error::{BadCharacter, FieldCode, Noun};

/// Whether a text is one line or running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    Lines,
}

/// Returns the text without invisible marks and without blanks at its edges; line breaks become `\n`. In running text,
/// soft hyphens and marks of direction stay.
///
/// # Errors
/// The first character that cannot stay, with its line and place.
pub fn clean(noun: Noun, text: &str, shape: Shape) -> Result<String, FieldCode> {
    let end = text.trim_end_matches(is_around).len();
    let start = text.len() - text.trim_start_matches(is_around).len();
    let mut cleaned = String::with_capacity(end.saturating_sub(start));
    let (mut line, mut column) = (1, 0);
    let mut in_flag = false;
    let mut before = ' ';
    for (place, c) in text.char_indices().take_while(|(place, _)| *place < end) {
        // CR and LF are one line break.
        let is_second = c == '\n' && before == '\r';
        let breaks = is_break(c) && !is_second;
        column += usize::from(!is_second);
        if breaks {
            (line, column) = (line + 1, 0);
        }
        let kept = match c {
            _ if place < start => None,
            _ if is_break(c) && shape == Shape::Lines => breaks.then_some('\n'),
            c if is_kept(c, shape, in_flag) => Some(c),
            c => match refused(c, shape) {
                Some(why) => {
                    return Err(FieldCode::BadCharacter {
                        noun,
                        why,
                        line,
                        column,
                    });
                }
                None => None,
            },
        };
        cleaned.extend(kept);
        in_flag = c == '\u{1F3F4}' || (in_flag && is_tag(c));
        before = c;
    }
    cleaned.truncate(cleaned.trim_end().len());
    Ok(cleaned)
}

fn is_kept(c: char, shape: Shape, in_flag: bool) -> bool {
    if is_tag(c) {
        return in_flag;
    }
    if matches!(shape, Shape::Lines) && (helps_reading(c) || c == '\t') {
        return true;
    }
    !(c.is_control()
        || c == '\u{FFFD}'
        || is_break(c)
        || is_invisible(c)
        || is_direction(c)
        || is_filler(c))
}

/// Why the character is refused; `None` if it is removed.
fn refused(c: char, shape: Shape) -> Option<BadCharacter> {
    match c {
        '\u{FFFD}' => Some(BadCharacter::Lost),
        c if is_direction(c) => Some(BadCharacter::Direction),
        c if c.is_control() || (is_break(c) && matches!(shape, Shape::Line)) => {
            Some(BadCharacter::Control)
        }
        _ => None,
    }
}

const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_around(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || is_direction(c)
        || is_joiner(c)
        || (is_filler(c) && !is_tag(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Result<String, FieldCode> {
        clean(Noun::Name, text, Shape::Line)
    }

    fn lines(text: &str) -> Result<String, FieldCode> {
        clean(Noun::UnitText, text, Shape::Lines)
    }

    fn refusal(
        why: BadCharacter,
        noun: Noun,
        line: usize,
        column: usize,
    ) -> Result<String, FieldCode> {
        Err(FieldCode::BadCharacter {
            noun,
            why,
            line,
            column,
        })
    }

    #[test]
    fn what_is_invisible_is_removed() {
        for (typed, expected) in [
            ("\u{FEFF} Ad\u{200B}min\u{AD}\u{2060} ", "Admin"),
            ("\u{202A}admin\u{202C}\u{200D}", "admin"),
            ("נועה\u{200F}", "נועה"),
            ("a\u{E0041}\u{3164}b \u{E0041}", "ab"),
        ] {
            assert_eq!(line(typed), Ok(expected.into()));
        }
        assert_eq!(lines("\u{200B}a\u{200B}b\u{FEFF}"), Ok("ab".into()));
    }

    #[test]
    fn what_has_a_meaning_stays() {
        let scotland = "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
        for text in [
            "نامه\u{200C}ای",
            "👩\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}",
            scotland,
        ] {
            assert_eq!(line(text), Ok(text.into()));
        }
        let text = "Daten\u{AD}schutz\n\tC++\u{200E} בעברית";
        assert_eq!(lines(text), Ok(text.into()));
    }

    #[test]
    fn line_breaks_are_one_character() {
        assert_eq!(
            lines("a\r\nb\rc\u{2028}d\n\ne"),
            Ok("a\nb\nc\nd\n\ne".into())
        );
        assert_eq!(
            line("a\nb"),
            refusal(BadCharacter::Control, Noun::Name, 2, 0)
        );
    }

    #[test]
    fn what_deceives_or_was_lost_is_refused_with_its_place() {
        assert_eq!(
            line("Ad\u{202E}min"),
            refusal(BadCharacter::Direction, Noun::Name, 1, 3)
        );
        assert_eq!(
            line("\0a"),
            refusal(BadCharacter::Control, Noun::Name, 1, 1)
        );
        let text = Noun::UnitText;
        assert_eq!(
            lines("\r\n\r\nJ\u{FFFD}rgen"),
            refusal(BadCharacter::Lost, text, 3, 2)
        );
        assert_eq!(
            lines("a\nbc\u{2066}d"),
            refusal(BadCharacter::Direction, text, 2, 3)
        );
        assert_eq!(
            lines("a\u{1b}b"),
            refusal(BadCharacter::Control, text, 1, 2)
        );
    }
}
