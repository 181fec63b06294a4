//! From bytes to text: a byte-order mark, else UTF-8 if it is valid, else the encoding that the bytes suggest. Western
//! text with the line ends of the old Macintosh is in its encoding, which the detector does not know.
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use domain::imports::problems::ListRefusal;
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

pub const UTF_8: &str = "UTF-8";

/// Returns the text without a byte-order mark, and the name of its encoding.
///
/// # Errors
/// [`ListRefusal::Malformed`] with the first line that is not text in the encoding.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), ListRefusal> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return decode_as(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), UTF_8)),
        Err(error) if is_damaged_utf_8(bytes) => {
            let line = line_of(bytes.get(..error.valid_up_to()).unwrap_or_default());
            Err(malformed(encoding_rs::UTF_8, line))
        }
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            let is_mac = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
            let is_western = guess == WINDOWS_1252;
            decode_as(
                if is_mac && is_western {
                    MACINTOSH
                } else {
                    guess
                },
                bytes,
            )
        }
    }
}

fn decode_as(
    encoding: &'static Encoding,
    bytes: &[u8],
) -> Result<(String, &'static str), ListRefusal> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok((text.into_owned(), encoding.name()));
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let before = text.split('\u{FFFD}').next().unwrap_or_default();
    Err(malformed(encoding, line_of(before.as_bytes())))
}

fn malformed(encoding: &'static Encoding, line: usize) -> ListRefusal {
    let encoding = encoding.name().to_owned();
    ListRefusal::Malformed { encoding, line }
}

fn line_of(before: &[u8]) -> usize {
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// Recognises UTF-16 without a mark: text of mostly Latin letters has a zero in every second byte.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let zeros = |odd| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    match () {
        () if half < 4 => None,
        () if odd * 2 > half && even * 10 < half => Some(UTF_16LE),
        () if even * 2 > half && odd * 10 < half => Some(UTF_16BE),
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
}
