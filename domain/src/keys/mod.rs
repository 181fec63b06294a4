//! Group keys: what a learner types to join a group.
mod limits;
mod mail_template;
mod pasted;
mod placeholders;
mod recipients;

pub use limits::{KeyLimitsForm, KeyState, Limits};
pub use mail_template::{KeyMailDraft, KeyMailTemplate, MailBody, MailSubject, render};
pub use pasted::{KeyReadings, PastedKey};
pub use placeholders::{Placeholder, PlaceholderValues};
pub use recipients::{KeyMail, KeyMailForm, Recipients, STRANGERS_PER_DAY, count_people};

use crate::{
    edits::FormVersion,
    field_error::{FieldCode, Noun},
    ids::{GroupId, KeyId, UserId},
    text::{clean_plain, string_form},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A key as it is shown: 4 to 64 letters, digits, `-`, `_`.
///
/// Keys are compared by [`GroupKey::folded`]: without case, spaces and hyphens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupKey(String);

/// How hard a key is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Could be found by guessing; the form warns about it.
    Weak,
    Strong,
}

/// Crockford's base32: no I, L, O, U (<https://www.crockford.com/base32.html>).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl GroupKey {
    /// Characters of a generated key: 13 x 5 = 65 bits.
    pub const GENERATED: usize = 13;
    /// The maximum number of characters in a typed key.
    pub const LIMIT: usize = 64;

    /// # Errors
    /// What is wrong with the key.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = clean_plain(Noun::GroupKey, text)?;
        if text.is_empty() {
            return Err(FieldCode::Required(Noun::GroupKey));
        }
        // Marks around a key belong to the sentence that it was copied from.
        let text = text.trim_matches(|c| c == ' ' || !is_of_keys(c) && c.is_ascii());
        if !text.chars().all(is_of_keys) {
            return Err(FieldCode::WrongCharacters(Noun::GroupKey));
        }
        let key = Self(text.to_owned());
        let (min, max) = (4, Self::LIMIT);
        if text.len() > max || key.folded().len() < min {
            let noun = Noun::GroupKey;
            return Err(FieldCode::WrongLength { noun, min, max });
        }
        Ok(key)
    }

    /// Makes a key from random bytes, shown in groups: `7QK4-M2XD-9RTHA`. Only the low five bits
    /// of each byte are used.
    pub fn from_random(bytes: [u8; Self::GENERATED]) -> Self {
        let mut text = String::with_capacity(Self::GENERATED + 2);
        for (place, byte) in bytes.into_iter().enumerate() {
            if place == 4 || place == 8 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(byte & 31)]));
        }
        Self(text)
    }

    /// Whether it is written as [`GroupKey::from_random`] writes keys, so that no letter of it can be mistaken.
    pub fn is_generated(&self) -> bool {
        let places = self.0.bytes().enumerate();
        self.0.len() == Self::GENERATED + 2
            && places.fold(true, |is, (place, byte)| {
                is && match place {
                    4 | 9 => byte == b'-',
                    _ => ALPHABET.contains(&byte),
                }
            })
    }

    /// The form that is compared and indexed: upper case, no spaces, no hyphens.
    pub fn folded(&self) -> String {
        normalize_key(&self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Strong from about 50 bits, counted as if each character were drawn at random. A key with
    /// few different characters is weak at any length.
    pub fn strength(&self) -> Strength {
        let folded = self.folded();
        let digits_only = folded.chars().all(|c| c.is_ascii_digit());
        let bits_each = if digits_only { 3.32 } else { 5.0 };
        let mut different: Vec<char> = folded.chars().collect();
        different.sort_unstable();
        different.dedup();
        #[expect(clippy::cast_precision_loss, reason = "at most 64 characters")]
        let bits = folded.len() as f32 * bits_each;
        if bits >= 50.0 && different.len() >= 5 {
            Strength::Strong
        } else {
            Strength::Weak
        }
    }
}

const fn is_of_keys(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')
}

fn normalize_key(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

impl std::fmt::Debug for GroupKey {
    /// A key is a secret and must not appear in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GroupKey(..)")
    }
}

string_form!(GroupKey);

/// A key on the Keys tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    pub id: KeyId,
    /// `None` if it was encrypted with another secret than the current one.
    pub key: Option<GroupKey>,
    pub paused: bool,
    pub limits: Limits,
    /// Redemptions so far.
    pub used: i64,
    pub state: KeyState,
    /// The join link that does the same as the key: its token, or its URL once it is displayed.
    pub link: String,
    pub created_at: Timestamp,
    /// What the form of its limits sends back.
    pub version: FormVersion,
}

/// One user's successful use of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedemptionRow {
    pub user: UserId,
    pub name: String,
    /// Tells two users of one name apart.
    pub login: String,
    pub redeemed_at: Timestamp,
}

/// What a key gives access to, shown before joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinPreview {
    pub group: GroupId,
    pub name: String,
    pub description: String,
    /// The names of the group's active courses.
    pub courses: Vec<String>,
    /// The names of the group's instructors, whom one can ask.
    pub instructors: Vec<String>,
    /// Whether the user is already a member.
    pub already_in: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_compared_without_case_spaces_and_hyphens() {
        let folded = |text: &str| GroupKey::parse(text).map(|key| key.folded());
        assert_eq!(folded("sales-2026"), folded(" SALES 2026 "));
        assert_ne!(folded("sales_2026"), folded("sales2026"));
    }

    #[test]
    fn a_key_has_4_to_64_characters() {
        let wrong = |text: &str| GroupKey::parse(text).unwrap_err().code();
        assert_eq!(wrong(""), "required");
        assert_eq!(wrong("abc"), "wrong_length");
        assert_eq!(wrong("a---b"), "wrong_length");
        assert_eq!(wrong(&"a".repeat(65)), "wrong_length");
        assert_eq!(wrong("schlüssel"), "wrong_characters");
    }

    #[test]
    fn generated_keys_are_strong_and_typed_ones_may_not_be() {
        let generated = GroupKey::from_random([7, 31, 2, 19, 200, 5, 6, 77, 8, 9, 10, 11, 12]);
        assert_eq!(generated.as_str().len(), 15);
        assert_eq!(generated.strength(), Strength::Strong);
        for weak in ["sales", "1234567890", "aaaaaaaaaaaaaaaa"] {
            assert_eq!(
                GroupKey::parse(weak).unwrap().strength(),
                Strength::Weak,
                "{weak}"
            );
        }
    }

    #[test]
    fn a_key_never_appears_in_a_log() {
        assert_eq!(
            format!("{:?}", GroupKey::parse("sales").unwrap()),
            "GroupKey(..)"
        );
    }

    proptest! {
        #[test]
        fn every_generated_key_can_be_typed(bytes: [u8; 13]) {
            let key = GroupKey::from_random(bytes);
            prop_assert_eq!(GroupKey::parse(&key.folded().to_lowercase()).unwrap().folded(), key.folded());
        }
    }
}
