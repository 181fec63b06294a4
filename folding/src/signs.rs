//! Typographic signs, which keyboards and programs write in many ways, and characters that are not seen.

/// Returns the sign of a plain keyboard for a quotation mark, apostrophe or hyphen of any kind, and for a middle dot;
/// `None` for any other character.
pub(crate) const fn twin(character: char) -> Option<char> {
    Some(match character {
        // Among them the accents that some type for an apostrophe, and the letters of Hawaiian and Armenian.
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '‵' | '＇' | '｀' | 'ʹ'
        | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '՚' | '׳' | 'ꞌ' => '\'',
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‶' | '〝' | '〞' | '〟' | '＂' | 'ʺ'
        | '״' => '"',
        '-' | '\u{AD}' | '֊' | '־' | '‐' | '\u{2011}' | '‒' | '–' | '—' | '―' | '⁃' | '−'
        | '﹘' | '﹣' | '－' => '-',
        '·' | '‧' | '・' | '･' => '·',
        _ => return None,
    })
}

/// Whether the character is not seen: zero-width ones, marks of direction, selectors of variants.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Whether the character is an accent or another mark without which a word is still read: those of Latin, Greek and
/// Cyrillic, points of Hebrew, vowel signs of Arabic and Syriac. Marks of other scripts are letters to their readers.
pub(crate) const fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
            | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
            | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
            | '\u{711}' | '\u{730}'..='\u{74A}' | '\u{8D3}'..='\u{8FF}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20F0}' | '\u{FE20}'..='\u{FE2F}'
    )
}
