//! Characters that are not seen, and those that stand for a plain one of the keyboard.

/// Whether the character has no effect on what is read.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'
            ..='\u{2064}' | '\u{FEFF}' | '\u{FFFC}'
    )
}

/// Whether the character is an override, embedding or isolate, with which a text looks like another.
pub const fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character is an empty letter, a format character without an effect, or a tag.
pub(super) const fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether the character gives neighbouring punctuation the direction of its sentence.
pub(super) const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}')
}

/// Whether the character joins its neighbours, so that it means nothing at the edge of a text.
pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether the character is part of the name of a flag, after U+1F3F4.
pub(super) const fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// The pattern of Braille without dots: blank in every font.
pub(super) const EMPTY_BRAILLE: char = '\u{2800}';

/// Whether the character, at the edge of a text, is nothing.
pub(super) const fn is_around(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || is_direction(c)
        || is_joiner(c)
        || c == EMPTY_BRAILLE
        || (is_filler(c) && !is_tag(c))
}

/// Characters that word processors, phones and East Asian keyboards put in the place of one of ASCII, each after the
/// one that it stands for. Full-width letters, digits and signs are a range of their own.
pub(crate) const TWINS: &[(char, &str)] = &[
    (
        '-',
        "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2043}\u{2212}\u{FE58}\u{FE63}",
    ),
    (
        '\'',
        "\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{00B4}",
    ),
    (
        '"',
        "\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{00AB}\u{00BB}",
    ),
    (
        ' ',
        "\u{00A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\
         \u{202F}\u{205F}\u{2800}\u{3000}",
    ),
    ('.', "\u{2024}\u{3002}\u{FE52}\u{FF61}"),
    (',', "\u{3001}\u{FE50}\u{FE51}\u{FF64}"),
    ('@', "\u{FE6B}"),
    ('_', "\u{2017}\u{FE4D}\u{FE4E}\u{FE4F}"),
];

/// Returns the character of ASCII that this one stands for where only those have a meaning; else the character itself.
pub fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if let '\u{FF01}'..='\u{FF5E}' = c {
        return char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
    }
    let twin = TWINS.iter().find(|(_, typed)| typed.contains(c));
    twin.map_or(c, |(plain, _)| *plain)
}
