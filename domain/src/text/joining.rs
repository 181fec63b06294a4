//! Where joiners and variation selectors have an effect. Elsewhere they only make two texts differ that look the same.

/// Whether the character changes how its neighbours are drawn, and is not drawn itself.
pub(super) const fn is_joining(c: char) -> bool {
    matches!(
        c,
        '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether such a character has an effect between these two; `before` is what stays of the text before it.
pub(super) fn has_effect(c: char, before: Option<char>, next: Option<char>) -> bool {
    let Some(before) = before else {
        return false;
    };
    match c {
        '\u{200C}' => connects(before) && next.is_some_and(connects),
        // Old Malayalam and Persian words end with U+200D.
        '\u{200D}' => connects(before) || (in_emoji(before) && next.is_some_and(is_pictograph)),
        '\u{FE0E}' | '\u{FE0F}' => {
            is_pictograph(before) || (is_key(before) && next == Some('\u{20E3}'))
        }
        '\u{FE00}'..='\u{FE0D}' => is_ideograph(before) || has_variants(before),
        '\u{E0100}'..='\u{E01EF}' => is_ideograph(before),
        _ => is_mongolian(before),
    }
}

/// Whether the end of a text keeps its joiner: `rest` follows it, and `text` is before.
pub(super) fn ends_joined(text: &str, rest: &str) -> bool {
    rest.starts_with('\u{200D}') && text.chars().next_back().is_some_and(connects)
}

/// Letters and signs of scripts that are written connected, or stacked: Arabic and its relatives, Indic, Tibetan,
/// Burmese, Khmer, Mongolian and their historic relatives.
const fn connects(c: char) -> bool {
    matches!(
        c,
        '\u{0600}'..='\u{08FF}'
            | '\u{0900}'..='\u{0DFF}'
            | '\u{0F00}'..='\u{109F}'
            | '\u{1700}'..='\u{180A}'
            | '\u{1810}'..='\u{18AF}'
            | '\u{1A20}'..='\u{1C7F}'
            | '\u{1CD0}'..='\u{1CFF}'
            | '\u{A840}'..='\u{A8FF}'
            | '\u{A980}'..='\u{AAFF}'
            | '\u{ABC0}'..='\u{ABFF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10A00}'..='\u{11FFF}'
            | '\u{1E900}'..='\u{1E95F}'
    ) && !matches!(c, '\u{061C}')
}

const fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{A9}' | '\u{AE}'
            | '\u{203C}'
            | '\u{2049}'
            | '\u{2122}'
            | '\u{2139}'
            | '\u{2190}'..='\u{21FF}'
            | '\u{2300}'..='\u{23FF}'
            | '\u{24C2}'
            | '\u{25A0}'..='\u{27BF}'
            | '\u{2900}'..='\u{297F}'
            | '\u{2B00}'..='\u{2BFF}'
            | '\u{3030}'
            | '\u{303D}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}

const fn in_emoji(c: char) -> bool {
    is_pictograph(c) || c == '\u{FE0F}'
}

/// The keys of a telephone, which are emoji in a frame.
const fn is_key(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Operators of mathematics, Burmese and Phags-pa.
const fn has_variants(c: char) -> bool {
    matches!(c, '\u{2200}'..='\u{22FF}' | '\u{2A00}'..='\u{2AFF}' | '\u{1000}'..='\u{109F}' | '\u{A840}'..='\u{A87F}')
}

const fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1810}'..='\u{18AF}')
}
