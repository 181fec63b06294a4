//! The encoding of bytes that are neither marked nor UTF-8. The detector does not know that of the old Macintosh: it is
//! told by letters that would be strange otherwise, and by line ends.
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, WINDOWS_1258,
};

/// With Latin letters, one byte each.
const LATIN: [&Encoding; 6] = [
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    WINDOWS_1258,
    ISO_8859_2,
];

/// How many bytes are looked at for strange letters.
const LOOKED_AT: usize = 256 * 1024;

/// The encoding that the bytes suggest.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if !LATIN.contains(&guess) {
        return guess;
    }
    let start = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    if guess == ISO_8859_2 && is_short_windows_1250(start) {
        return WINDOWS_1250;
    }
    let strange = |encoding: &'static Encoding| {
        strange_letters(&encoding.decode_without_bom_handling(start).0)
    };
    let has_mac_lines = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    let (as_guessed, as_mac) = (strange(guess), strange(MACINTOSH));
    if as_guessed > 0 && strange(ISO_8859_15) == 0 {
        return ISO_8859_15;
    }
    if as_mac < as_guessed || (has_mac_lines && as_mac == as_guessed) {
        MACINTOSH
    } else {
        guess
    }
}

/// Of few letters the detector cannot tell these two apart, and spreadsheets write the one of Windows.
fn is_short_windows_1250(start: &[u8]) -> bool {
    let letters = start.iter().filter(|byte| !byte.is_ascii()).count();
    let (text, _) = WINDOWS_1250.decode_without_bom_handling(start);
    letters < 40 && text.chars().all(|c| c.is_ascii() || c.is_alphabetic())
}

/// How many signs no word has: capitals, signs and controls between small letters, as in `JŸrgen`, or signs between
/// letters, as in `C½line`.
fn strange_letters(text: &str) -> usize {
    let mut before = None;
    let mut strange = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let follows_small = before.is_some_and(char::is_lowercase);
        let is_strange = !c.is_ascii() && (c.is_uppercase() || !c.is_alphabetic());
        let is_inside = !c.is_ascii()
            && !c.is_alphabetic()
            && before.is_some_and(char::is_alphabetic)
            && chars.peek().is_some_and(|next| next.is_alphabetic());
        strange +=
            usize::from((follows_small && is_strange) || is_inside || is_control(c) || c == '¤');
        before = Some(c);
    }
    strange
}

/// Controls of the upper half, which no list has: the bytes are of another encoding. U+0085 is a line break.
pub const fn is_control(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_are_of_windows() {
        let (polish, _, _) = WINDOWS_1250.encode("Kurs\nDla początkujących\n");
        assert_eq!(guess(&polish), WINDOWS_1250);
        let (czech, _, _) =
            ISO_8859_2.encode("Jméno;E-mail\nTomáš Liška;t@x.example\nŽofie Kašťáková\n");
        assert_eq!(guess(&czech), ISO_8859_2);
    }

    #[test]
    fn letters_that_only_one_encoding_has_tell_it() {
        for bytes in [
            &b"Pr\xe9nom;Nom\nC\xbdline;Leb\xbduf\nRen\xe9;Lef\xe8vre\n"[..],
            b"Pr\xe9nom;Tarif\nRen\xe9;12 \xa4\n",
        ] {
            assert_eq!(guess(bytes), ISO_8859_15);
        }
        assert_eq!(guess(b"Pr\xe9nom;Nom\nRen\xe9;Lef\xe8vre\n"), WINDOWS_1252);
    }

    #[test]
    fn the_encoding_of_the_old_macintosh_is_told_by_its_letters() {
        for bytes in [
            &b"Vorname;Nachname\nJ\x9frgen;Gro\xa7mann\n"[..],
            b"Pr\x8enom;Nom\rRen\x8e;Lef\x8fvre\r",
        ] {
            assert_eq!(guess(bytes), MACINTOSH);
        }
    }
}
