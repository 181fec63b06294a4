//! Escaping of cells that a spreadsheet would run as formulas, and its inverse. Exports escape, imports unescape.
//!
//! An apostrophe goes before what begins a formula at the start of the cell and behind anything at which a program may
//! split it: `x;=1+1` opened with another separator has a cell `=1+1`. Apostrophes that are already at such a place get
//! one more, so that nothing is lost.
//!
//! Lists of other systems have `&amp;` where `&` is meant, and are read so. A name of ours that has `&amp;` goes out as
//! `&amp;amp;`.

use crate::character_references;
use std::borrow::Cow;

const ESCAPE: char = '\'';

/// Whether a cell that begins with it is a formula, or is trimmed to one.
const fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n' | '\0'
    )
}

/// Whether a program may begin a new cell behind it.
const fn splits(c: char) -> bool {
    matches!(
        c,
        ',' | ';' | '\t' | '|' | '^' | ':' | '~' | '\r' | '\n' | '"'
    )
}

/// Whether the text, or what follows its apostrophes and blanks, begins a formula.
fn needs_escape(text: &str) -> bool {
    let rest =
        text.trim_start_matches(|c: char| c == ESCAPE || (c.is_whitespace() && !begins_formula(c)));
    rest.starts_with(begins_formula)
}

/// Returns the cell so that no program runs it or a part of it.
pub fn escape(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len() + 2);
    let mut is_start = true;
    for (at, c) in cell.char_indices() {
        if is_start && needs_escape(&cell[at..]) {
            escaped.push(ESCAPE);
        }
        escaped.push(c);
        if c == '&' && character_references::at_start(&cell[at..]).is_some() {
            escaped.push_str("amp;");
        }
        is_start = splits(c);
    }
    escaped
}

/// Returns the cell for a workbook, whose texts no program runs: only what [`unescape`] would change is escaped.
pub fn escape_in_workbook(cell: &str) -> Cow<'_, str> {
    if unescape(cell) == cell {
        cell.into()
    } else {
        escape(cell).into()
    }
}

/// Returns the cell as it was before [`escape`] or [`escape_in_workbook`]. Other apostrophes stay: `'t Hooft`,
/// `O'Kane`.
pub fn unescape(cell: &str) -> String {
    character_references::decode(without_apostrophes(cell))
}

fn without_apostrophes(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut is_start = true;
    let mut chars = cell.char_indices();
    while let Some((at, c)) = chars.next() {
        let mut kept = c;
        if is_start && c == ESCAPE && needs_escape(&cell[at..]) {
            match chars.next() {
                Some((_, next)) => kept = next,
                None => break,
            }
        }
        plain.push(kept);
        is_start = splits(kept);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text_and_come_back() {
        for (cell, escaped) in [
            ("=1+1", "'=1+1"),
            ("＝1+1", "'＝1+1"),
            ("x;=1+1", "x;'=1+1"),
            ("x, @SUM(A1)", "x,' @SUM(A1)"),
            ("'=1", "''=1"),
            ("-fgro", "'-fgro"),
            ("O'Kane", "O'Kane"),
            ("'t Hooft", "'t Hooft"),
            ("R&D; &amp;=1", "R&D; &amp;amp;'=1"),
            ("Smith-Jones", "Smith-Jones"),
            ("", ""),
        ] {
            assert_eq!(escape(cell), escaped);
            assert_eq!(unescape(escaped), cell);
        }
    }

    #[test]
    fn workbooks_show_texts_as_they_are() {
        for (cell, written) in [
            ("=1+1", "=1+1"),
            ("-fgro", "-fgro"),
            ("'=1", "''=1"),
            ("O'Kane", "O'Kane"),
        ] {
            assert_eq!(escape_in_workbook(cell), written);
            assert_eq!(unescape(written), cell);
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let parts = [
            "=", "+", "-", "@", "'", "''", ",", ";", "\t", "\"", " ", "\n", "\r", "\0", "＝", "a",
            "1", "\u{A0}", "&", "&amp;", "amp;", "&#61;", "#39",
        ];
        prop::collection::vec(prop::sample::select(parts.to_vec()), 0..14)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn nothing_is_lost(cell in any::<String>(), made in hostile()) {
            prop_assert_eq!(unescape(&escape(&cell)), &cell[..]);
            prop_assert_eq!(unescape(&escape_in_workbook(&cell)), cell);
            prop_assert_eq!(unescape(&escape_in_workbook(&made)), &made[..]);
            prop_assert_eq!(unescape(&escape(&made)), made);
        }

        #[test]
        fn no_part_begins_a_formula(cell in hostile()) {
            let escaped = escape(&cell);
            for separator in [',', ';', '\t', '|', '"', '\n', '\r'] {
                for part in escaped.split(separator) {
                    let seen = part.trim_start_matches([' ', '\u{A0}']);
                    let runs = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                    prop_assert!(!runs, "{escaped:?} at {separator:?}");
                }
            }
        }
    }
}
