//! Headings made of those for first and last names: *Vor- und Zuname*, *Nome e cognome*, *Name, Vorname*.
use super::meaning::Meaning;

/// What may be between the two, folded.
const BETWEEN: [&str; 14] = [
    "", "und", "and", "et", "y", "e", "en", "i", "och", "og", "ja", "ve", "и", "та",
];
/// Beginnings of compounds of which the second word has the end: *Vor-* and *Nachname*.
const BEGINNINGS: [(&str, Meaning); 5] = [
    ("vor", Meaning::FirstName),
    ("voor", Meaning::FirstName),
    ("nach", Meaning::LastName),
    ("zu", Meaning::LastName),
    ("familien", Meaning::LastName),
];

/// Returns which name is first in a heading that has both, folded; `known` tells what one word means.
pub(super) fn meaning(key: &str, known: impl Fn(&str) -> Option<Meaning>) -> Option<Meaning> {
    let begins = |part: &str| {
        let beginning = BEGINNINGS.iter().find(|(word, _)| *word == part);
        beginning.map(|(_, meaning)| *meaning)
    };
    let parts = key
        .char_indices()
        .skip(1)
        .filter_map(|(at, _)| key.split_at_checked(at));
    let mut found = parts.filter_map(|(first, rest)| {
        let first = known(first).or_else(|| begins(first))?;
        let mut behind = BETWEEN
            .iter()
            .filter_map(|word| known(rest.strip_prefix(word)?));
        behind.find_map(|second| in_order(first, second))
    });
    found.next()
}

/// A heading *Name* is that of the other part.
const fn in_order(first: Meaning, second: Meaning) -> Option<Meaning> {
    match (first, second) {
        (Meaning::FirstName, Meaning::LastName | Meaning::Name)
        | (Meaning::Name, Meaning::LastName) => Some(Meaning::FullName),
        (Meaning::LastName, Meaning::FirstName | Meaning::Name)
        | (Meaning::Name, Meaning::FirstName) => Some(Meaning::LastNameFirst),
        _ => None,
    }
}
