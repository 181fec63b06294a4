//! What people type or paste into the field of a group key: a key as an e-mail, a sheet of paper or a chat has it, or
//! a join link.
use super::{ALPHABET, GroupKey};
use crate::text::{is_blank, to_plain, visible};

/// What a text in the field of a key can be. A text that is neither is no guess at a key.
#[derive(Clone, PartialEq, Eq)]
pub enum PastedKey {
    /// The token of a join link.
    Link(String),
    Key(KeyReadings),
}

/// The keys that a text can mean, as they are compared and indexed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyReadings {
    /// As it was typed. One at most, so that an attempt is one guess.
    as_typed: Option<String>,
    /// Of generated keys alone, which cannot be guessed.
    generated: Vec<String>,
}

/// How many generated keys are looked for in one text.
const MAX_GENERATED: usize = 8;
/// Characters that are read; a few lines of an e-mail.
const MAX_READ: usize = 2_000;

impl PastedKey {
    /// Returns what the text means.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().take(MAX_READ).collect();
        let text = to_plain(&visible(&text));
        if let Some(token) = link_token(&text) {
            return Some(Self::Link(token));
        }
        let mut readings = KeyReadings {
            as_typed: as_typed(&text),
            generated: Vec::new(),
        };
        for key in generated(&text) {
            if readings.as_typed.as_ref() != Some(&key) && !readings.generated.contains(&key) {
                readings.generated.push(key);
            }
        }
        readings.generated.truncate(MAX_GENERATED);
        let is_key = readings.as_typed.is_some() || !readings.generated.is_empty();
        is_key.then_some(Self::Key(readings))
    }
}

impl KeyReadings {
    pub fn as_typed(&self) -> Option<&str> {
        self.as_typed.as_deref()
    }

    /// What it means if it is a generated key, in the order of likelihood.
    pub fn generated(&self) -> &[String] {
        &self.generated
    }
}

/// The token in an address that ends with `/join/12-...`.
fn link_token(text: &str) -> Option<String> {
    let mark = "/join/";
    text.match_indices(mark).find_map(|(at, _)| {
        let rest = &text[at + mark.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        let token = &rest[..end.unwrap_or(rest.len())];
        let (id, proof) = token.split_once('-')?;
        let is_token =
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && !proof.is_empty();
        is_token.then(|| token.to_owned())
    })
}

/// The whole text as a key, or the line that follows the last colon: `Group key: Sales 2026`.
fn as_typed(text: &str) -> Option<String> {
    let behind = text.rsplit_once(':').map(|(_, behind)| behind);
    let behind = behind.and_then(|behind| behind.lines().find(|line| !is_blank(line)));
    let texts = [Some(text), behind].into_iter().flatten();
    texts
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .find_map(|text| GroupKey::parse(&text).ok())
        .map(|key| key.folded())
}

/// The generated keys in the text: 13 letters and digits in one word, or in words that end where their groups end.
fn generated(text: &str) -> Vec<String> {
    let words = words(text);
    let mut keys: Vec<String> = decoded(&super::normalize_key(text)).into_iter().collect();
    for start in 0..words.len() {
        let mut key = String::new();
        for (place, word) in words[start..].iter().enumerate() {
            let Some(letters) = decoded(word.text).filter(|_| place == 0 || word.follows) else {
                break;
            };
            key.push_str(&letters);
            match key.len() {
                4 | 8 => {}
                GroupKey::GENERATED => {
                    keys.push(key);
                    break;
                }
                _ => break,
            }
        }
    }
    keys.retain(|key| key.len() == GroupKey::GENERATED);
    keys
}

struct Word<'a> {
    text: &'a str,
    /// Whether only blanks and hyphens divide it from the word before.
    follows: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
        let gap = &rest[..start];
        rest = &rest[start..];
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        words.push(Word {
            text: &rest[..end],
            follows: gap.chars().all(|c| c.is_whitespace() || c == '-'),
        });
        rest = &rest[end..];
    }
    words
}

/// Returns the letters and digits of generated keys for these; O is 0, I and L are 1, as Crockford decodes them.
fn decoded(text: &str) -> Option<String> {
    let decode = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => Some(c),
        _ => None,
    };
    text.chars().map(decode).collect()
}

#[cfg(test)]
mod tests;
