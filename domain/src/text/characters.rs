//! Characters that are not seen: marks without an effect, marks that join, and marks that change the direction.

/// Whether the character has no effect on what is read. U+200C and U+200D join letters of some scripts and emoji.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
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
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether the character has an effect in running text: it divides a word at the end of a line, or gives neighbouring
/// punctuation the direction of its sentence.
pub(super) const fn helps_reading(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{200E}' | '\u{200F}')
}

/// Whether the character joins its neighbours, so that it means nothing at the edge of a text.
pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether the character is part of the name of a flag, after U+1F3F4.
pub(super) const fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}
