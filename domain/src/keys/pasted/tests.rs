use super::*;
use crate::text::TWINS;
use proptest::prelude::*;

const KEY: &str = "7QK4-M2XD-9R01A";
const FOLDED: &str = "7QK4M2XD9R01A";
const TOKEN: &str = "12-AbC_d-9xYz";

/// Whether the key is among what the text means.
fn means(text: &str, folded: &str) -> bool {
    match PastedKey::read(text) {
        Some(PastedKey::Key(readings)) => {
            readings.as_typed() == Some(folded)
                || readings.generated().iter().any(|key| key == folded)
        }
        _ => false,
    }
}

#[test]
fn a_generated_key_is_understood_as_people_paste_it() {
    for text in [
        KEY,
        "7qk4 m2xd 9r01a",
        "7QK4–M2XD–9R01A",
        "7QK4-M2XD-9R01A.",
        "\u{200B}7QK4-M2XD-9R01A\u{FEFF}",
        "\u{202A}7QK4-\u{202C}M2XD-9R01A",
        "7QK4-M2XD-9ROLA",
        "7qk4m2xd9roia",
        "７ＱＫ４－Ｍ２ＸＤ－９Ｒ０１Ａ",
        "Your group key: 7QK4-M2XD-9R01A",
        "Group key 7QK4-M2XD-9ROlA (valid until 31 May).",
        "> Hello Ana,\n> your key is 7QK4-M2XD-\n9R01A\n",
        "«7QK4-M2XD-9R01A»",
        "7QK4M-2XD9R-01A",
    ] {
        assert!(means(text, FOLDED), "{text:?}");
    }
    assert!(!means("7QK4-M2XD-9R01B", FOLDED));
}

#[test]
fn a_typed_key_is_read_once_and_as_it_is() {
    for text in [
        "Welcome 2026",
        "“welcome 2026”.",
        "Group key: Welcome 2026",
        "Enter this key:\r\n\r\nWelcome 2026\r\n\r\nMuster",
        "welcome\u{2011}2026",
    ] {
        assert!(means(text, "WELCOME2026"), "{text:?}");
    }
    assert!(!means("Welc0me 2026", "WELCOME2026"));
    let Some(PastedKey::Key(readings)) = PastedKey::read("sales: bakers: cooks") else {
        panic!("no key");
    };
    assert_eq!(readings.as_typed(), Some("COOKS"));
    assert!(readings.generated().is_empty());
}

#[test]
fn a_join_link_is_a_link() {
    for text in [
        "https://learn.example/join/12-AbC_d-9xYz",
        "learn.example/join/12-AbC_d-9xYz.",
        "Your link: <https://learn.example/join/12-AbC_d-9x\u{200B}Yz>, or the key 7QK4-M2XD-9R01A",
        "https://learn.example/join/12-AbC_d-9xYz?from=mail",
    ] {
        let is_link = PastedKey::read(text) == Some(PastedKey::Link(TOKEN.into()));
        assert!(is_link, "{text:?}");
    }
    for text in [
        "https://learn.example/join/confirm/abc",
        "https://learn.example/join/",
        "/join/x-y",
    ] {
        assert!(
            !matches!(PastedKey::read(text), Some(PastedKey::Link(_))),
            "{text:?}"
        );
    }
}

#[test]
fn what_cannot_be_a_key_is_no_guess() {
    for text in [
        "",
        " \u{200B} ",
        "abc",
        "schlüssel",
        "What’s this?",
        "https://learn.example/courses",
    ] {
        assert!(PastedKey::read(text).is_none(), "{text:?}");
    }
}

fn of(typed: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(typed)
}

proptest! {
    /// Each character that the cleaner knows, at each place.
    #[test]
    fn a_generated_key_survives_every_decoration(
        bytes: [u8; 13],
        seed: [prop::sample::Index; 15],
        is_mistyped: bool,
        is_lower: bool,
        before in of(&["", "\u{FEFF}", "\u{A0}", "“", "(", "Key: ", "Your key is ", "> ", "<b>"]),
        behind in of(&["", ".", "!", "”", ")", "\u{200B}", "\r\nBye", ", please.", "</b>"]),
    ) {
        let key = GroupKey::from_random(bytes);
        let hidden =
            [
            "", "\u{200B}", "\u{AD}", "\u{2060}", "\u{200E}", "\u{202C}", "\u{FE0F}", "\u{200D}", "\u{E0041}",
        ];
        let hyphens: Vec<char> = TWINS.iter().filter(|(plain, _)| "- ".contains(*plain))
            .flat_map(|(plain, typed)| std::iter::once(*plain).chain(typed.chars())).collect();
        let mut typed = String::new();
        for (c, index) in key.as_str().chars().zip(seed) {
            match c {
                '-' => typed.push(hyphens[index.index(hyphens.len())]),
                '0' if is_mistyped => typed.push(['O', 'o', 'Ｏ'][index.index(3)]),
                '1' if is_mistyped => typed.push(['I', 'l', 'i', 'L'][index.index(4)]),
                c if index.index(3) == 0 => typed.extend(char::from_u32(u32::from(c) + 0xFEE0)),
                c if is_lower => typed.push(c.to_ascii_lowercase()),
                c => typed.push(c),
            }
            typed.push_str(hidden[index.index(hidden.len())]);
        }
        let pasted = format!("{before}{typed}{behind}");
        prop_assert!(means(&pasted, &key.folded()), "{:?}", pasted);
    }
}
