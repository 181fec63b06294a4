//! Alphabets whose letters look alike: within one part of an address they are not mixed, or it is taken for another.

/// Whether a part of the login or address, between `@` and dots, mixes letters of two such alphabets.
pub(super) fn mixes_alphabets(text: &str) -> bool {
    text.split(['@', '.']).any(|part| {
        let mut found = part.chars().filter_map(alphabet);
        let first = found.next();
        found.any(|other| Some(other) != first)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

const fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
            Some(Alphabet::Latin)
        }
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{A640}'..='\u{A69F}' => {
            Some(Alphabet::Cyrillic)
        }
        '\u{530}'..='\u{58F}' => Some(Alphabet::Armenian),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some(Alphabet::Cherokee),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::mixes_alphabets;

    #[test]
    fn parts_are_of_one_alphabet() {
        for text in ["аna@example.org", "ana@ехample.org", "ρaul@example.org"] {
            assert!(mixes_alphabets(text), "{text}");
        }
        for text in [
            "ana@example.org",
            "почта@пример.рф",
            "иван@example.org",
            "zoë1@exämple.org",
            "たろうtaro@example.org",
        ] {
            assert!(!mixes_alphabets(text), "{text}");
        }
    }
}
