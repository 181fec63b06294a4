//! The plain form, in which text is searched.
use crate::{
    case_fold,
    letters::plain_letter,
    signs::{is_invisible, is_mark, twin},
    single_spaces,
};
use unicode_normalization::UnicodeNormalization;

/// The words of a search that count.
const WORDS: usize = 8;

/// Returns the text as it is typed on any keyboard: in lower case, letters without accents, without quotation marks,
/// apostrophes, hyphens and what is not seen; white space reduced to single spaces.
pub fn plain(text: &str) -> String {
    let counts = |character: &char| {
        twin(*character).is_none() && !is_invisible(*character) && !is_mark(*character)
    };
    // Signs go first: an acute on its own would decompose into a space and an accent.
    let seen = text.chars().filter(|one| twin(*one).is_none());
    let decomposed = seen.map(|one| if one == '\0' { ' ' } else { one }).nfkd();
    let mut letters = String::with_capacity(text.len());
    for letter in decomposed.flat_map(char::to_lowercase).filter(counts) {
        match plain_letter(letter) {
            Some(plain) => letters.push_str(plain),
            None => letters.push(letter),
        }
    }
    // Composed, so that a syllable of Hangul is not found in another, and か not in が.
    single_spaces(&letters.nfc().collect::<String>())
}

/// Returns the plain words of a search, each of which must occur in the search column. At most
/// 8 words count. A search of nothing but signs finds nothing, instead of everything.
pub fn search_words(typed: &str) -> Vec<String> {
    let mut words = plain(typed);
    if words.is_empty() {
        words = case_fold(typed);
    }
    let words = words.split(' ').filter(|word| !word.is_empty());
    words.take(WORDS).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether someone who types the one finds the other.
    fn finds(typed: &str, name: &str) -> bool {
        let column = plain(name);
        let words = search_words(typed);
        !words.is_empty() && words.iter().all(|word| column.contains(word))
    }

    #[test]
    fn letters_have_a_plain_form() {
        for (text, expected) in [
            ("José MÜLLER", "jose muller"),
            ("Cafe\u{301}", "cafe"),
            ("Straße, GROẞ", "strasse, gross"),
            ("Ærøskøbing Œuvre", "aeroskobing oeuvre"),
            ("Łódź Đorđe Þóra Guðrún", "lodz dorde thora gudrun"),
            ("Işık İstanbul ISIK", "isik istanbul isik"),
            ("Nguyễn Đình Thơ", "nguyen dinh tho"),
            ("Ştefan Ștefan", "stefan stefan"),
            ("ﬁne ＳＡＬＥＳ ½", "fine sales 1/2"),
            ("Ελένη ΠΑΠΑΔΆΚΗΣ Γιώργος", "ελενη παπαδακησ γιωργοσ"),
            ("Андрей Алёна Ґанна Їжак", "андреи алена ганна іжак"),
            ("שָׁלוֹם", "שלום"),
            ("مُحَمَّد أحمد آية", "محمد احمد ايه"),
            ("علی ۱۲", "علي 12"),
            ("한국어", "한국어"),
            ("ガーデン か\u{3099}", "ガーデン が"),
            ("ｶﾞｰﾃﾞﾝ", "ガーデン"),
            ("हिन्दी ไม้", "हिन्दी ไม้"),
            ("  two \0 words\u{a0}", "two words"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_all_kinds_are_one() {
        for name in [
            "O'Brien",
            "O’Brien",
            "OʼBrien",
            "O‘Brien",
            "O´Brien",
            "O`Brien",
            "O＇Brien",
            "OBrien",
        ] {
            assert_eq!(plain(name), "obrien", "{name}");
        }
        for name in [
            "Jean-Luc",
            "Jean‐Luc",
            "Jean\u{2011}Luc",
            "Jean–Luc",
            "Jean\u{AD}Luc",
            "Jean\u{200B}Luc",
        ] {
            assert_eq!(plain(name), "jeanluc", "{name}");
        }
        for name in ["„Brot“", "\"Brot\"", "«Brot»", "“Brot”"] {
            assert_eq!(plain(name), "brot", "{name}");
        }
        assert_eq!(plain("col·lecció"), "colleccio");
        assert_eq!(plain("50 % off_now ann@x.org"), "50 % off_now ann@x.org");
    }

    #[test]
    fn what_is_typed_finds_the_name() {
        for (typed, name) in [
            ("jose", "José"),
            ("JOSÉ", "Jose"),
            ("muller", "Müller"),
            ("müller", "Muller"),
            ("o'brien", "O’Brien"),
            ("O’Brien", "O'Brien"),
            ("obrien", "O'Brien"),
            ("jean luc", "Jean-Luc Picard"),
            ("picard jean-luc", "Jean–Luc Picard"),
            ("elearning", "E-Learning"),
            ("c - d", "C – D"),
            ("strasse", "Straße"),
            ("андрей", "Андрей"),
            ("андреи", "Андрей"),
            ("елена", "Ёлена"),
            ("Γιωργος", "ΓΙΏΡΓΟΣ"),
            ("ΓΙΩΡΓΟΣ", "Γιώργος"),
            ("국", "한국"),
            ("%", "50 %"),
        ] {
            assert!(finds(typed, name), "{typed} in {name}");
        }
        for (typed, name) in [
            ("か", "が"),
            ("하", "한국"),
            ("mueller", "Müller"),
            ("-", "Ann-Marie"),
            ("’", "O’Brien"),
        ] {
            assert!(!finds(typed, name), "{typed} in {name}");
        }
    }

    #[test]
    fn no_more_than_eight_words_count() {
        assert_eq!(search_words("a b c d e f g h i j").len(), 8);
        assert!(search_words(" \t\u{a0}").is_empty());
    }

    proptest! {
        #[test]
        fn the_plain_form_is_its_own(text in any::<String>()) {
            let once = plain(&text);
            prop_assert_eq!(plain(&once), once);
        }
    }
}
