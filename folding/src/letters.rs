//! Letters that Unicode does not decompose, and what people write who do not have them at hand.

/// Returns what a lower-case letter is written as in the plain form; `None` if it is itself.
pub(crate) const fn plain_letter(letter: char) -> Option<&'static str> {
    match latin(letter) {
        None => other(letter),
        found => found,
    }
}

const fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ĳ' => "ij",
        'ⱥ' => "a",
        'ƀ' | 'ɓ' => "b",
        'ȼ' | 'ƈ' => "c",
        'ð' | 'đ' | 'ɖ' | 'ɗ' => "d",
        'ɇ' | 'ə' | 'ǝ' | 'ɛ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' | 'ɣ' => "g",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ȷ' | 'ɉ' => "j",
        'ĸ' | 'ƙ' => "k",
        'ł' | 'ƚ' => "l",
        'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ø' | 'ɔ' | 'ɵ' => "o",
        'ƥ' => "p",
        'ɍ' => "r",
        'ŧ' | 'ƭ' | 'ⱦ' => "t",
        'ʉ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' => "z",
        '⁄' => "/",
        _ => return None,
    })
}

const fn other(letter: char) -> Option<&'static str> {
    Some(match letter {
        // The sigma at the end of a word.
        'ς' => "σ",
        'ґ' => "г",
        // Arabic and Persian keyboards write the same letters and digits as different characters.
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' | 'ھ' | 'ہ' => "ه",
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        _ => return None,
    })
}
