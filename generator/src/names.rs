//! Names of many languages and scripts, those of the demo.
use fastrand::Rng;
use unicode_normalization::UnicodeNormalization;

/// One line per language: first names; last names. A name in another script is followed by `=` and its Latin form.
const NAMES: &str = include_str!("../../server/src/demo/users.txt");

const HOSTS: [&str; 4] = [
    "example.org",
    "example.com",
    "mail.example.net",
    "example.edu",
];

pub(crate) struct Name {
    pub first: String,
    pub last: String,
    pub login: String,
    pub email: String,
}

/// Returns a name; the login and the address have the number in them, so that no two are the same.
pub(crate) fn draw(rng: &mut Rng, number: i64) -> Name {
    let lines: Vec<&str> = NAMES.lines().collect();
    let line = rng.choice(lines).unwrap_or("Ana;Souza");
    let (firsts, lasts) = line.split_once(';').unwrap_or((line, line));
    let pick = |rng: &mut Rng, names: &str| {
        let names: Vec<&str> = names.split('|').collect();
        let name = rng.choice(names).unwrap_or_default();
        match name.split_once('=') {
            Some((name, latin)) => (name.nfc().collect::<String>(), latin.to_owned()),
            None => (name.nfc().collect(), latin(name)),
        }
    };
    let (mut first, first_latin) = pick(rng, firsts);
    let (last, last_latin) = pick(rng, lasts);
    if rng.u8(0..10) < 3 {
        let (second, _) = pick(rng, firsts);
        first = format!("{first} {second}");
    }
    let login = format!("{first_latin}.{last_latin}{number}");
    let host = rng.choice(HOSTS).unwrap_or("example.org");
    Name {
        email: format!("{login}@{host}"),
        first,
        last,
        login,
    }
}

/// Latin letters without diacritics, in lower case.
fn latin(name: &str) -> String {
    let mut text = String::new();
    for c in name.to_lowercase().nfd() {
        match c {
            'ł' => text.push('l'),
            'ø' => text.push('o'),
            'đ' | 'ð' => text.push('d'),
            'ı' => text.push('i'),
            'þ' => text.push_str("th"),
            'æ' => text.push_str("ae"),
            'ß' => text.push_str("ss"),
            'a'..='z' | '-' => text.push(c),
            _ => {}
        }
    }
    text
}
