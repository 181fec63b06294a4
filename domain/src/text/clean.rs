//! The cleaning of what people type or paste: what is merely invisible is removed, what deceives or was lost is refused
//! with its place. Fields, lists and searches all come through here.
use super::{
    characters::{
        EMPTY_BRAILLE, is_around, is_direction, is_direction_mark, is_filler, is_invisible, is_tag,
        plain,
    },
    joining::{ends_joined, has_effect, is_joining},
};
use crate::field_error::{BadCharacter, FieldCode, Noun};
use std::ops::Range;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    /// Several lines. Marks of direction stay, which put punctuation where it belongs.
    Lines,
    /// A course text: soft hyphens stay, too, which divide words at the end of a line.
    Text,
    /// A value of a list. Line breaks are blanks, and control characters are left to its field.
    Cell,
}

/// A character that cannot stay. Line and column are counted from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    pub why: BadCharacter,
    pub line: usize,
    pub column: usize,
}

/// Returns the text without invisible marks and without blanks at its edges; line breaks become `\n`.
///
/// # Errors
/// The first character that cannot stay, with its line and place.
pub fn clean(noun: Noun, text: &str, shape: Shape) -> Result<String, FieldCode> {
    let refused = |Refused { why, line, column }| FieldCode::BadCharacter {
        noun,
        why,
        line,
        column,
    };
    scan(text, shape).map_err(refused)
}

/// As [`clean`] for a line of which only ASCII has a meaning: dashes, quotes, blanks and full-width forms become plain.
///
/// # Errors
/// As for [`clean`].
pub fn clean_plain(noun: Noun, text: &str) -> Result<String, FieldCode> {
    clean(noun, &to_plain(text), Shape::Line)
}

/// Returns the text with [`plain`] characters where they have one.
pub fn to_plain(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// Returns what is seen of a text that is compared and not stored: what [`clean`] would refuse is removed, too.
pub fn visible(text: &str) -> String {
    let has_no_meaning = |c: char| {
        let is_control = c.is_control() && !is_break(c) && c != '\t';
        c == '\u{FFFD}' || is_direction(c) || is_direction_mark(c) || is_control
    };
    let rest: String = text.chars().filter(|c| !has_no_meaning(*c)).collect();
    scan(&rest, Shape::Lines).unwrap_or_default()
}

/// Returns the text without blanks and invisible marks around it.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_around)
}

/// Whether the text has no visible character.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_around)
}

/// As [`clean`], for callers with refusals of their own.
///
/// # Errors
/// The first character that cannot stay.
pub fn scan(text: &str, shape: Shape) -> Result<String, Refused> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(text.trim().to_owned());
    }
    let Range { start, end } = inside(text);
    let mut cleaned = String::with_capacity(end - start);
    let (mut line, mut column) = (1, 0);
    let mut previous = ' ';
    let mut rest = text
        .char_indices()
        .take_while(|(at, _)| *at < end)
        .peekable();
    while let Some((at, c)) = rest.next() {
        // CR and LF are one line break.
        let is_second = c == '\n' && previous == '\r';
        previous = c;
        if is_second {
            continue;
        }
        column += 1;
        if at >= start {
            let next = rest.peek().map(|(_, next)| *next);
            match fate(c, shape, cleaned.chars().next_back(), next) {
                Fate::Stays(c) => cleaned.push(c),
                Fate::Goes => {}
                Fate::Refused(why) => return Err(Refused { why, line, column }),
            }
        }
        if is_break(c) {
            (line, column) = (line + 1, 0);
        }
    }
    // What was removed may have been between a mark and the edge.
    let inside = inside(&cleaned);
    Ok(cleaned[inside].to_owned())
}

/// What is left of the text without what is nothing at its edges.
fn inside(text: &str) -> Range<usize> {
    let mut end = text.trim_end_matches(is_around).len();
    if ends_joined(&text[..end], &text[end..]) {
        end += '\u{200D}'.len_utf8();
    }
    let start = text.len() - text.trim_start_matches(is_around).len();
    start.min(end)..end
}

enum Fate {
    Stays(char),
    Goes,
    Refused(BadCharacter),
}

/// What happens to a character after `before`, the last one that stayed.
fn fate(c: char, shape: Shape, before: Option<char>, next: Option<char>) -> Fate {
    let stays_if = |stays: bool| if stays { Fate::Stays(c) } else { Fate::Goes };
    match (c, shape) {
        (c, Shape::Line) if is_break(c) => Fate::Refused(BadCharacter::Control),
        (c, Shape::Lines | Shape::Text) if is_break(c) => Fate::Stays('\n'),
        ('\t', Shape::Lines | Shape::Text) => Fate::Stays(c),
        ('\t', _) => Fate::Stays(' '),
        (c, Shape::Cell) if is_break(c) => Fate::Stays(' '),
        ('\u{FFFD}', _) => Fate::Refused(BadCharacter::Lost),
        (c, _) if is_direction(c) => Fate::Refused(BadCharacter::Direction),
        (c, Shape::Cell) if c.is_control() => Fate::Stays(c),
        (c, _) if c.is_control() => Fate::Refused(BadCharacter::Control),
        (EMPTY_BRAILLE, _) if ![before, next].into_iter().flatten().any(is_braille) => {
            Fate::Stays(' ')
        }
        ('\u{00AD}', Shape::Text) => Fate::Stays(c),
        (c, Shape::Lines | Shape::Text) if is_direction_mark(c) => Fate::Stays(c),
        (c, _) if is_tag(c) => {
            stays_if(before.is_some_and(|before| before == '\u{1F3F4}' || is_tag(before)))
        }
        (c, _) if is_joining(c) => stays_if(has_effect(c, before, next)),
        (c, _) => stays_if(!is_invisible(c) && !is_filler(c)),
    }
}

const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

const fn is_braille(c: char) -> bool {
    matches!(c, '\u{2801}'..='\u{28FF}')
}

#[cfg(test)]
mod tests;
