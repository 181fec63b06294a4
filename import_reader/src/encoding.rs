//! From bytes to text: the encoding that the importer chose, else a byte-order mark, else UTF-8 if it is valid, else
//! the encoding that the bytes suggest.
use crate::guess::{guess, is_control};
use crate::records::breaks;
use domain::imports::problems::ListRefusal;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

pub const UTF_8: &str = "UTF-8";

/// How many bytes are looked at for zeros.
const LOOKED_AT: usize = 256 * 1024;

/// Returns the text, which may begin with a byte-order mark, and the name of its encoding. `chosen` is a label of the
/// Encoding Standard.
///
/// # Errors
/// [`ListRefusal::Malformed`] with the first line that is not text in the encoding, [`ListRefusal::UnknownEncoding`].
pub fn decode<'a>(
    bytes: &'a [u8],
    chosen: Option<&str>,
) -> Result<(Cow<'a, str>, &'static str), ListRefusal> {
    if let Some(label) = chosen {
        if label.eq_ignore_ascii_case("utf-32")
            && let Some(text) = utf_32(bytes)?
        {
            return Ok((text.into(), "UTF-32"));
        }
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        let encoding = encoding.ok_or_else(|| ListRefusal::UnknownEncoding(label.to_owned()))?;
        return decode_as(encoding, bytes);
    }
    if let Some(text) = utf_32(bytes)? {
        return Ok((text.into(), "UTF-32"));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return decode_as(encoding, bytes);
    }
    // All of its bytes are ASCII.
    if bytes
        .windows(3)
        .any(|part| part == b"\x1b$B" || part == b"\x1b$@")
    {
        return decode_as(encoding_rs::ISO_2022_JP, bytes);
    }
    let is_utf_8 = std::str::from_utf8(bytes).is_ok() || is_damaged_utf_8(bytes);
    decode_as(
        if is_utf_8 {
            encoding_rs::UTF_8
        } else {
            guess(bytes)
        },
        bytes,
    )
}

/// Returns the text of UTF-32, which the Encoding Standard lacks, by its mark. One order begins as UTF-16 does.
fn utf_32(bytes: &[u8]) -> Result<Option<String>, ListRefusal> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xFE, 0xFF, ..] => u32::from_be_bytes,
        _ => return Ok(None),
    };
    let (signs, rest) = bytes.as_chunks::<4>();
    let mut text = String::with_capacity(signs.len());
    for sign in signs.iter().skip(1) {
        match char::from_u32(read(*sign)).filter(|c| *c != '\0') {
            Some(c) => text.push(c),
            None => return Err(malformed("UTF-32", &text)),
        }
    }
    if rest.is_empty() {
        Ok(Some(text))
    } else {
        Err(malformed("UTF-32", &text))
    }
}

fn decode_as<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
) -> Result<(Cow<'a, str>, &'static str), ListRefusal> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let Some(text) = text else {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let before = text.split('\u{FFFD}').next().unwrap_or_default();
        return Err(malformed(encoding.name(), before));
    };
    let is_utf_8 = encoding == encoding_rs::UTF_8;
    let is_no_text = |c: char| c == '\0' || (!is_utf_8 && is_control(c));
    match text.split_once(is_no_text) {
        Some((before, _)) => Err(malformed(encoding.name(), before)),
        None => Ok((text, encoding.name())),
    }
}

fn malformed(encoding: &str, before: &str) -> ListRefusal {
    let encoding = encoding.to_owned();
    let line = 1 + breaks(before);
    ListRefusal::Malformed { encoding, line }
}

/// Recognises UTF-16 without a mark: separators and line breaks have a zero, always on the same side, which other text
/// does not have.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let zeros = |odd| {
        let side = start.iter().skip(odd).step_by(2);
        side.filter(|byte| **byte == 0).count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    match () {
        () if pairs < 4 || (even + odd) * 20 < pairs => None,
        () if even * 10 < odd => Some(UTF_16LE),
        () if odd * 10 < even => Some(UTF_16BE),
        () => None,
    }
}

/// Whether most of what is not ASCII is UTF-8. Read as another encoding it would be garbage, so it is refused.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<(String, &'static str), ListRefusal> {
        let read = super::decode(bytes, None);
        read.map(|(text, name)| (text.into_owned(), name))
    }

    #[test]
    fn encodings_of_spreadsheets_are_recognised() {
        let text = "Vorname;Nachname;E-Mail\r\nJürgen;Großmann;jg@x.example\r\nKäthe;Müller;km@x.example\r\n";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(decode(&latin), Ok((text.to_owned(), "windows-1252")));
        let utf_16 =
            |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        assert_eq!(
            decode(&utf_16(u16::to_le_bytes)),
            Ok((text.to_owned(), "UTF-16LE"))
        );
        let with_mark = [b"\xfe\xff", utf_16(u16::to_be_bytes).as_slice()].concat();
        assert_eq!(decode(&with_mark), Ok((text.to_owned(), "UTF-16BE")));
        let with_mark = ["\u{FEFF}", text].concat();
        assert_eq!(decode(with_mark.as_bytes()), Ok((text.to_owned(), UTF_8)));
    }

    #[test]
    fn other_scripts_are_recognised() {
        for (encoding, text) in [
            (
                encoding_rs::WINDOWS_1251,
                "Имя;Фамилия;Почта\nАнна;Иванова;anna@x.example\nПётр;Сидоров;p@x.example\n",
            ),
            (
                encoding_rs::WINDOWS_1250,
                "Imię;Nazwisko;E-mail\nŁukasz;Żółć;l@x.example\nGrażyna;Wiśniewska;g@x.example\n",
            ),
            (
                encoding_rs::SHIFT_JIS,
                "姓,名,メールアドレス\n山田,太郎,taro@x.example\n佐藤,花子,hanako@x.example\n",
            ),
            (
                encoding_rs::GBK,
                "姓,名,邮箱\n王,伟,wang@x.example\n李,娜,li@x.example\n张,敏,zhang@x.example\n",
            ),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(
                decode(&bytes).map(|(text, _)| text),
                Ok(text.to_owned()),
                "{}",
                encoding.name()
            );
        }
    }

    #[test]
    fn damaged_text_is_refused_with_its_line() {
        let damaged = ["Ana;Böll;é\n".as_bytes(), b"J\xfcrgen;\n"].concat();
        let refused = ListRefusal::Malformed {
            encoding: UTF_8.into(),
            line: 2,
        };
        assert_eq!(decode(&damaged), Err(refused));
    }

    #[test]
    fn a_chosen_encoding_fits_or_is_refused_with_the_line() {
        let text = "Vorname\r\nJürgen\r\n";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let as_chosen = |bytes: &[u8], label| {
            let read = super::decode(bytes, Some(label));
            read.map(|(text, name)| (text.into_owned(), name))
        };
        let read = Ok((text.to_owned(), "windows-1252"));
        assert_eq!(as_chosen(&latin, "latin1"), read);
        let malformed = |encoding: &str, line| {
            let encoding = encoding.to_owned();
            Err(ListRefusal::Malformed { encoding, line })
        };
        assert_eq!(as_chosen(&latin, "utf-8"), malformed("UTF-8", 2));
        assert_eq!(
            as_chosen(b"\n\nJ\x9fr", "iso-8859-2"),
            malformed("ISO-8859-2", 3)
        );
        let unknown = ListRefusal::UnknownEncoding("latin-9000".into());
        assert_eq!(as_chosen(&latin, "latin-9000"), Err(unknown));
    }

    #[test]
    fn what_has_zeros_is_utf_16_or_no_text() {
        let text = "Имя;Почта\nАнна;anna\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&bytes), Ok((text.to_owned(), "UTF-16BE")));
        assert!(decode(b"Ana\nB\0en\n").is_err());
    }
}
