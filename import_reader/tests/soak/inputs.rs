//! Lists that no one has written, and those of `cases` with damages.
use crate::archives;
use domain::imports::stored::{ImportKind, ReadingOptions, SEPARATORS};
use fastrand::Rng;
use std::{fmt, fs, sync::LazyLock};

/// What a case is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bytes,
    /// Parts of lists in any order.
    Lines,
    /// Tables with headings, some of them with passwords.
    Tables,
    /// The same in other encodings.
    Encoded,
    /// Real lists with changed bytes.
    Damaged,
    Archives,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::Bytes,
        Self::Lines,
        Self::Tables,
        Self::Encoded,
        Self::Damaged,
        Self::Archives,
    ];
}

/// A list to be read.
pub struct Case {
    pub bytes: Vec<u8>,
    pub import: ImportKind,
    pub options: ReadingOptions,
    /// The text, if the bytes cannot be read as another one.
    pub text: Option<String>,
    /// Whether each password has [`SECRET`] in it and a heading that says so.
    pub has_secrets: bool,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(&self.bytes);
        let text: String = text.chars().take(3_000).collect();
        write!(f, "{:?}, {:?}, {text:?}", self.import, self.options)
    }
}

/// A part of every password.
pub const SECRET: &str = "Zx9-Quill";

const HEADINGS: &str = "Login|User Name|First name|Vorname|Nachname|Last Name [Required]|E-mail|Email address|メール|Имя|\
    Name|Full name|Role|User type|Active|Status|Suspended|Group|cohort1|Branch|Course|Kurse|Description|Key|Price|id|\
    Phone|Notes|Shoe size|\u{202E}Bio|Date of birth|";
const PASSWORDS: &str =
    "Password|Initial password [passwordProfile]|Kennwort|пароль|密码|Contraseña|Password Hash";
const VALUES: &str = "Ana|Ben|Souza|van der Berg|Ana Souza|Li, Ben|ana@x.example|ben.li@x.example|Ana <ana@x.example>|\
    asouza|x12345|00042|yes|no|active|Learner|2026-01-02|49,00 €|Bakers; Cooks|Cooks, 2nd year|a \"quoted\" b|=1+1|\
    '-fgro|line\nbreak|Jürgen|Łukasz|山田 太郎|ليلى|\u{200B}|\u{202E}x|\u{FEFF}|;|,|\t|'|\"|";
const PARTS: &str = "Login|E-mail|Vorname|Password|Name|ana|Ana Souza|ana@x.example|<b@x.example>|42|yes|,|,|,|;|\t|\n|\n|\
    \r\n|\r|\"|\"\"|sep=;|'|=1|\u{200B}|\u{202E}|ß| |^|To: |mailto:|dn: |#|\u{85}|\u{2028}";

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
});

/// Returns one of the texts between vertical bars.
fn one_of<'a>(texts: &'a str, rng: &mut Rng) -> &'a str {
    let all: Vec<_> = texts.split('|').collect();
    all[rng.usize(..all.len())]
}

pub fn case(kind: Kind, rng: &mut Rng) -> Case {
    let mut case = Case {
        bytes: Vec::new(),
        import: ImportKind::ALL[rng.usize(..ImportKind::ALL.len())],
        options: ReadingOptions::default(),
        text: None,
        has_secrets: false,
    };
    match kind {
        Kind::Bytes => {
            let length = rng.usize(..400);
            case.bytes = std::iter::repeat_with(|| rng.u8(..)).take(length).collect();
        }
        Kind::Lines => {
            let parts = rng.usize(..60);
            let text: String = (0..parts).map(|_| one_of(PARTS, rng)).collect();
            case.bytes = text.clone().into_bytes();
            case.text = Some(text);
        }
        Kind::Tables => table(&mut case, rng),
        Kind::Encoded => {
            table(&mut case, rng);
            encode(&mut case, rng);
        }
        Kind::Damaged => {
            case.bytes = damaged(rng);
            choose(&mut case.options, rng);
        }
        Kind::Archives => case.bytes = archives::archive(&rows(rng, false), rng),
    }
    case
}

/// Cells of a table with headings.
fn rows(rng: &mut Rng, has_passwords: bool) -> Vec<Vec<String>> {
    let width = rng.usize(2..9);
    let is_secret: Vec<bool> = (0..width)
        .map(|place| has_passwords && (place == 0 || rng.u8(..6) == 0))
        .collect();
    // With these the headings are found.
    let mut headings = vec!["E-mail".to_owned(), "Last name".to_owned()];
    headings.extend((2..width).map(|_| one_of(HEADINGS, rng).to_owned()));
    for (heading, is_secret) in headings.iter_mut().zip(&is_secret) {
        if *is_secret {
            *heading = one_of(PASSWORDS, rng).to_owned();
        }
    }
    headings.push("Login".to_owned());
    let row = |rng: &mut Rng| {
        let mut cells: Vec<_> = is_secret
            .iter()
            .map(|is_secret| match is_secret {
                true => format!("{SECRET}{}", one_of(VALUES, rng)),
                false => one_of(VALUES, rng).to_owned(),
            })
            .collect();
        cells.push(one_of(VALUES, rng).to_owned());
        cells
    };
    let count = rng.usize(..12);
    let rows: Vec<_> = (0..count).map(|_| row(rng)).collect();
    std::iter::once(headings).chain(rows).collect()
}

fn table(case: &mut Case, rng: &mut Rng) {
    case.has_secrets = rng.bool();
    let rows = rows(rng, case.has_secrets);
    let separator = SEPARATORS[rng.usize(..SEPARATORS.len())];
    let ending = ["\n", "\r\n", "\r"][rng.usize(..3)];
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().map(|cell| {
            let needs = cell.contains(['"', '\n', '\r', '\'', separator]) || cell.starts_with(' ');
            match needs || rng.u8(..5) == 0 {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            }
        });
        text.push_str(&cells.collect::<Vec<_>>().join(&separator.to_string()));
        text.push_str(ending);
    }
    // What the separator is may be unclear in so small a table.
    case.options.separator = Some(separator);
    case.bytes = text.clone().into_bytes();
    case.text = Some(text);
}

fn encode(case: &mut Case, rng: &mut Rng) {
    use encoding_rs as e;
    let all = [
        e::WINDOWS_1250,
        e::WINDOWS_1251,
        e::WINDOWS_1252,
        e::WINDOWS_1254,
        e::MACINTOSH,
        e::SHIFT_JIS,
        e::GBK,
        e::EUC_KR,
        e::BIG5,
        e::KOI8_U,
    ];
    let text = case.text.take().unwrap_or_default();
    if rng.u8(..4) == 0 {
        let units = text.encode_utf16();
        case.bytes = match rng.bool() {
            true => [0xFF, 0xFE]
                .into_iter()
                .chain(units.flat_map(u16::to_le_bytes))
                .collect(),
            false => [0xFE, 0xFF]
                .into_iter()
                .chain(units.flat_map(u16::to_be_bytes))
                .collect(),
        };
        case.text = Some(text);
        return;
    }
    let encoding = all[rng.usize(..all.len())];
    let (bytes, _, has_lost) = encoding.encode(&text);
    case.bytes = bytes.into_owned();
    if rng.bool() {
        case.options.encoding = Some(encoding.name().to_owned());
        case.text = Some(text).filter(|_| !has_lost);
    }
    case.has_secrets &= case.options.encoding.is_some() && !has_lost;
}

/// A real list with a few changes.
fn damaged(rng: &mut Rng) -> Vec<u8> {
    let mut bytes = FILES[rng.usize(..FILES.len())].clone();
    for _ in 0..rng.usize(..7) {
        let at = rng.usize(..=bytes.len());
        let to = (at + rng.usize(..40)).min(bytes.len());
        match rng.u8(..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..at, one_of(PARTS, rng).bytes().collect::<Vec<_>>())),
            3 => {
                let again = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, again));
            }
            4 => {
                let other = &FILES[rng.usize(..FILES.len())];
                let from = rng.usize(..=other.len());
                drop(bytes.splice(at..to, other[from..].iter().copied().take(300)));
            }
            _ => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte = rng.u8(..)),
        }
    }
    bytes
}

fn choose(options: &mut ReadingOptions, rng: &mut Rng) {
    if rng.u8(..4) == 0 {
        options.separator = Some(SEPARATORS[rng.usize(..SEPARATORS.len())]);
    }
    if rng.u8(..4) == 0 {
        let labels = "utf-8|latin1|shift_jis|utf-16le|iso-2022-jp|gbk|nothing";
        options.encoding = Some(one_of(labels, rng).to_owned());
    }
}
