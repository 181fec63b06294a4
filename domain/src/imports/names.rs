//! Splitting full names.

/// Words with which a last name begins.
const PARTICLES: [&str; 28] = [
    "van", "von", "vom", "zu", "zum", "zur", "de", "den", "der", "ter", "ten", "del", "della",
    "di", "da", "das", "do", "dos", "du", "des", "la", "le", "al", "el", "bin", "ibn", "ben", "af",
];

/// A way to split a full name into first and last name.
pub type NameSplit = fn(&str) -> Option<(String, String)>;

/// Returns first and last name; `None` if the text does not say which is which. `Souza, Ana`, `Ana Souza`, `SOUZA Ana`
/// and, in scripts where the family name comes first, `山田 太郎`.
pub fn split(full: &str) -> Option<(String, String)> {
    if let Some((last, first)) = full.split_once([',', '，', '、']) {
        return pair(first, last);
    }
    let words: Vec<&str> = full.split_whitespace().collect();
    let (first, last) = match words.as_slice() {
        [] | [_] => return None,
        [family, given @ ..]
            if full
                .chars()
                .all(|c| c.is_whitespace() || is_family_first(c)) =>
        {
            (given, &[*family][..])
        }
        words => words.split_at(start_of_last_name(words)),
    };
    let capitals = words.iter().take_while(|word| is_upper(word)).count();
    if (1..words.len()).contains(&capitals) && words[capitals..].iter().all(|word| !is_upper(word))
    {
        return pair(&words[capitals..].join(" "), &words[..capitals].join(" "));
    }
    pair(&first.join(" "), &last.join(" "))
}

/// Returns first and last name of a text that begins with the last name; `None` if it does not say where that ends.
/// `Rossi Anna`, `de Luca Marco`, and in Cyrillic with the patronymic: `Иванова Анна Петровна`.
pub fn split_last_first(full: &str) -> Option<(String, String)> {
    let words: Vec<&str> = full.split_whitespace().collect();
    let capitals = words.iter().take_while(|word| is_upper(word)).count();
    let has_capitals = (1..words.len()).contains(&capitals);
    if full.contains([',', '，', '、']) || has_capitals || full.chars().any(is_family_first) {
        return split(full);
    }
    let particles = words
        .iter()
        .take_while(|word| begins_last_name(word))
        .count();
    let (last, first) = words.split_at_checked(particles + 1)?;
    let is_cyrillic = full.contains(|c| matches!(c, '\u{400}'..='\u{52F}'));
    let is_clear = first.len() == 1 || (is_cyrillic && first.len() == 2);
    is_clear
        .then(|| pair(&first.join(" "), &last.join(" ")))
        .flatten()
}

/// Whether a last name begins with the word. *Ben* at the start is a first name more often.
fn begins_last_name(word: &str) -> bool {
    is_particle(word) && word != "Ben"
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

fn pair(first: &str, last: &str) -> Option<(String, String)> {
    let (first, last) = (first.trim(), last.trim());
    (!first.is_empty() && !last.is_empty()).then(|| (first.to_owned(), last.to_owned()))
}

fn start_of_last_name(words: &[&str]) -> usize {
    let inner = &words[1..words.len() - 1];
    let particle = inner.iter().position(|word| is_particle(word));
    particle.map_or(words.len() - 1, |at| at + 1)
}

fn is_upper(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !word.chars().any(char::is_lowercase)
        && word.chars().any(char::is_uppercase)
}

/// Han, kana and Hangul.
const fn is_family_first(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use super::{split, split_last_first};

    #[test]
    fn a_heading_tells_that_the_last_name_is_first() {
        for (full, first, last) in [
            ("Rossi Anna", "Anna", "Rossi"),
            ("De Luca Marco", "Marco", "De Luca"),
            ("ROSSI Anna Maria", "Anna Maria", "ROSSI"),
            ("Иванова Анна Петровна", "Анна Петровна", "Иванова"),
            ("Souza, Ana Maria", "Ana Maria", "Souza"),
            ("山田 太郎", "太郎", "山田"),
            ("Ben Li", "Li", "Ben"),
        ] {
            let found = split_last_first(full);
            assert_eq!(found, Some((first.into(), last.into())), "{full}");
        }
        for unclear in ["García López Ana", "Rossi", "De Luca", ""] {
            assert_eq!(split_last_first(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn full_names_are_split_where_they_say_how() {
        for (full, first, last) in [
            ("Ana Souza", "Ana", "Souza"),
            ("Souza, Ana", "Ana", "Souza"),
            ("Ana Maria Souza", "Ana Maria", "Souza"),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
            ("DUPONT Jean Paul", "Jean Paul", "DUPONT"),
            ("山田 太郎", "太郎", "山田"),
        ] {
            assert_eq!(split(full), Some((first.into(), last.into())), "{full}");
        }
        for unsplit in ["Ana", "山田太郎", "", ",", "Souza,"] {
            assert_eq!(split(unsplit), None, "{unsplit}");
        }
        assert_eq!(split("ANA SOUZA"), Some(("ANA".into(), "SOUZA".into())));
    }
}
