//! What a heading means.
use super::{fold::fold, meaning::Meaning, synonyms::words};
use std::{collections::HashMap, sync::LazyLock};

const TABLE: &str = include_str!("headings.txt");

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let words = words(TABLE);
    words
        .filter_map(|(name, word)| Some((fold(word), Meaning::from_name(name)?)))
        .collect()
});

/// The words for a password, by which a heading is recognised even with others around them.
static SECRETS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let secrets = MEANINGS
        .iter()
        .filter(|(_, meaning)| **meaning == Meaning::Password);
    secrets
        .map(|(word, _)| word.clone())
        .filter(|word| word.len() > 5)
        .collect()
});

/// What forms write behind a heading.
const SUFFIXES: [&str; 8] = [
    "required",
    "mandatory",
    "optional",
    "pflichtfeld",
    "obligatoire",
    "obligatorio",
    "obbligatorio",
    "verplicht",
];

/// Returns what a heading means; `None` if it is unknown.
pub fn meaning(heading: &str) -> Option<Meaning> {
    let (rest, notes) = without_notes(heading);
    let whole = fold(heading);
    let candidates = [rest.as_str(), heading]
        .into_iter()
        .chain(notes.iter().map(String::as_str));
    if SECRETS.iter().any(|word| whole.contains(word.as_str())) {
        return Some(Meaning::Password);
    }
    candidates.filter_map(|text| known(&fold(text))).next()
}

fn known(key: &str) -> Option<Meaning> {
    let bare = SUFFIXES
        .iter()
        .find_map(|suffix| key.strip_suffix(suffix))
        .unwrap_or(key);
    let whole = [key, bare].into_iter().find_map(|key| MEANINGS.get(key));
    whole.copied().or_else(|| {
        let without_digits: String = bare.chars().filter(|c| !c.is_numeric()).collect();
        // `user1` is someone's login.
        MEANINGS.get(&without_digits).copied().filter(|meaning| {
            use Meaning as M;
            matches!(
                meaning,
                M::Email | M::Type | M::Group | M::Branch | M::Course | M::Other
            )
        })
    })
}

/// Whether a text can be a heading and nothing else: `user` and `student` are logins, too.
pub fn is_only_a_heading(text: &str) -> bool {
    let key = fold(text);
    let is_login = text.chars().all(|c| c.is_ascii_lowercase())
        && !["login", "email", "username"].contains(&key.as_str());
    matches!(meaning(text), Some(Meaning::Login | Meaning::Email)) && !is_login
}

/// Splits `Name [displayName] Required` into `Name  Required` and `displayName`.
fn without_notes(heading: &str) -> (String, Vec<String>) {
    let (mut rest, mut notes, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in heading.chars() {
        match c {
            '[' | '(' | '（' | '【' | '<' => {
                depth += 1;
                notes.push(String::new());
            }
            ']' | ')' | '）' | '】' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => rest.push(c),
            c => notes
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|note| note.push(c)),
        }
    }
    (rest, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_things() {
        let mut seen: HashMap<String, (&str, &str)> = HashMap::new();
        for (name, word) in words(TABLE) {
            assert!(Meaning::from_name(name).is_some(), "{name}");
            let key = fold(word);
            assert!(!key.is_empty(), "{word:?}");
            let (before, other) = *seen.entry(key).or_insert((name, word));
            assert_eq!(before, name, "{word} and {other}");
        }
        assert!(seen.len() > 600);
    }

    #[test]
    fn headings_of_other_systems_are_known() {
        use Meaning as M;
        for (heading, expected) in [
            ("First Name [Required]", M::FirstName),
            ("Email Address [Required]", M::Email),
            ("Name [displayName] Required", M::Name),
            ("User name [userPrincipalName] Required", M::Login),
            ("Initial password [passwordProfile] Required", M::Password),
            (
                "Block sign in (Yes/No) [accountEnabled] Required",
                M::Suspended,
            ),
            ("Vorbehalt [givenName]", M::FirstName),
            ("E-mail\r\n(work)", M::Email),
            ("User-type", M::UserType),
            ("sAMAccountName", M::Login),
            ("cohort1", M::Group),
            ("Password Hash Function [UPLOAD ONLY]", M::Password),
            ("Passwort (neu)", M::Password),
            ("Имя", M::FirstName),
            ("メールアドレス", M::Email),
        ] {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
        for unknown in [
            "Ana",
            "ana@example.org",
            "custom_field:Shoe size",
            "",
            "2026-01-02",
        ] {
            assert_eq!(meaning(unknown), None, "{unknown}");
        }
    }
}
