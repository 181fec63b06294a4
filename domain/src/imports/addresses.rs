//! Lists of people that are no tables: addresses and logins between commas, semicolons, blanks or line breaks, as mail
//! programs write them.
use super::{
    cells,
    mail_headers::{continues, is_other_header, without_header},
};
use crate::users::{Email, Login};

/// Someone on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The number of the line, from 1.
    pub line: usize,
    /// The address or login.
    pub text: String,
    /// The name before an address in angle brackets.
    pub name: Option<String>,
    /// Whether it is a word between addresses, which may name no one.
    pub is_word: bool,
}

/// Returns the people of the lines, and the words between addresses that cannot be logins. Lines are counted from 1.
pub fn people<'a>(lines: impl IntoIterator<Item = (usize, &'a str)>) -> (Vec<Person>, Vec<String>) {
    let (mut people, mut words) = (Vec::new(), Vec::new());
    let mut lines = lines.into_iter().peekable();
    let mut is_message = false;
    while let Some((line, written)) = lines.next() {
        if is_message && is_other_header(written) {
            words.push(plain(written));
            continue;
        }
        let text = without_header(written);
        is_message |= text.len() < written.len();
        // A long line of a mail program goes on in the next one.
        let next = lines.next_if(|(_, next)| continues(text, next));
        let joined = next.map(|(_, next)| format!("{text} {next}"));
        let text = joined.as_deref().unwrap_or(text);
        let has_address = addresses_in(text) > 0;
        for piece in pieces(text) {
            let found = if has_address {
                among_addresses(piece)
            } else {
                logins(piece)
            };
            people.extend(
                found
                    .people
                    .into_iter()
                    .map(|person| Person { line, ..person }),
            );
            words.extend(found.words);
        }
    }
    (people, words)
}

/// Returns how many addresses a line has.
pub fn addresses_in(line: &str) -> usize {
    let of_piece = |piece| {
        among_addresses(piece)
            .people
            .iter()
            .filter(|person| !person.is_word)
            .count()
    };
    pieces(line).into_iter().map(of_piece).sum()
}

#[derive(Default)]
struct Found {
    people: Vec<Person>,
    words: Vec<String>,
}

/// Splits a line at separators outside quotation marks and angle brackets.
fn pieces(line: &str) -> Vec<&str> {
    let has_pairs = line.matches('"').count().is_multiple_of(2);
    let (mut is_quoted, mut is_angled, mut start) = (false, false, 0);
    let mut pieces = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '"' if has_pairs => is_quoted = !is_quoted,
            '<' if !is_quoted => is_angled = line[at..].contains('>'),
            '>' => is_angled = false,
            ',' | ';' | '\t' | '|' | '，' | '；' | '、' | '،' | '؛' if !is_quoted && !is_angled =>
            {
                pieces.push(&line[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces.retain(|piece| !cells::is_blank(piece));
    pieces
}

/// `Ana Souza <ana@example.org>`, or words with addresses between them.
fn among_addresses(piece: &str) -> Found {
    let mut found = Found::default();
    let mut rest = piece;
    while let Some((before, inside, behind)) = angled(rest) {
        let name = plain(before);
        let name = (!name.is_empty()).then_some(name);
        found.people.push(Person {
            name,
            ..person(&address(inside), false)
        });
        rest = behind;
    }
    for word in rest
        .split_whitespace()
        .map(address)
        .filter(|word| !word.is_empty())
    {
        match (word.contains('@'), looks_like_login(&word)) {
            (true, _) => found.people.push(person(&word, false)),
            (false, true) => found.people.push(person(&word, true)),
            (false, false) => found.words.push(word),
        }
    }
    found
}

/// Splits at the first address in angle brackets.
fn angled(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('<')?;
    let (inside, behind) = rest.split_once('>')?;
    inside.contains('@').then_some((before, inside, behind))
}

/// A piece of a line without addresses: one login or name, or several logins with blanks between them.
fn logins(piece: &str) -> Found {
    let text = plain(piece);
    let words: Vec<_> = text.split_whitespace().collect();
    let are_logins = words.len() > 1 && words.iter().all(|word| looks_like_login(word));
    let people = match are_logins {
        true => words.iter().map(|word| person(word, false)).collect(),
        false if text.is_empty() => Vec::new(),
        false => vec![person(&text, false)],
    };
    Found {
        people,
        words: Vec::new(),
    }
}

fn person(text: &str, is_word: bool) -> Person {
    let text = text.to_owned();
    Person {
        line: 0,
        text,
        name: None,
        is_word,
    }
}

/// Without quotation marks around it, cleaned if it can be.
fn plain(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\u{201C}', '\u{201D}']);
    cells::clean(text).unwrap_or_else(|_| text.trim().to_owned())
}

fn address(text: &str) -> String {
    let text = plain(text);
    let schemes = ["mailto:", "MAILTO:", "Mailto:", "smtp:", "SMTP:"];
    let bare = schemes
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(&text);
    bare.trim_matches(['(', ')', '[', ']', '<', '>', '.', ':', '\'', '"'])
        .to_owned()
}

/// Whether a word can be a login and is not written as a name: *Ana* is not looked up, which would find someone else.
pub fn looks_like_login(word: &str) -> bool {
    let is_name = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    !is_name && Login::parse(word).is_ok()
}

/// Whether the text is an address.
pub fn is_address(text: &str) -> bool {
    Email::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let (people, _) = people((1..).zip(text.lines()));
        people.into_iter().map(|person| person.text).collect()
    }

    #[test]
    fn every_address_of_a_line_is_someone() {
        let both = ["ana@x.example", "ben@x.example"];
        for text in [
            "Ana Souza <ana@x.example>; Ben Li <ben@x.example>",
            "\"Souza, Ana\" <ana@x.example>, \"Li; Ben\" <ben@x.example>,",
            "Souza, Ana <ana@x.example>; <ben@x.example>",
            "ana@x.example ben@x.example",
            "ana@x.example\nmailto:ben@x.example",
            "ana@x.example，ben@x.example；",
            "ana@x.example | ben@x.example.",
            "Ana <ana@x.example> Ben <ben@x.example>",
            "To: \"Souza, Ana\" <ana@x.example>; ben@x.example",
        ] {
            assert_eq!(found(text), both, "{text}");
        }
    }

    #[test]
    fn logins_need_no_address() {
        assert_eq!(found("ana, ben;cy\ndi"), ["ana", "ben", "cy", "di"]);
        assert_eq!(found("ana x12 ben"), ["ana", "x12", "ben"]);
        assert_eq!(found("Ana Souza"), ["Ana Souza"]);
    }

    #[test]
    fn names_between_addresses_are_words() {
        let (people, words) = people([(4, "Ana Souza ana@x.example x123")]);
        assert_eq!(words, ["Ana", "Souza"]);
        assert_eq!(
            (people[0].line, people[0].is_word, people[1].is_word),
            (4, false, true)
        );
    }
}
