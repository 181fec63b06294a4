//! What mail programs write around the addresses of a message.
use super::cells;

/// Returns a line of an e-mail without its `To:`.
pub(super) fn without_header(line: &str) -> &str {
    let header = line.split_once(':').filter(|(name, rest)| {
        let name = name.trim().to_lowercase();
        HEADERS.contains(&name.as_str()) && rest.contains('@')
    });
    header.map_or(line, |(_, rest)| rest)
}

/// Whether a line has the address of the name with which the one before ends.
pub(super) fn continues(before: &str, line: &str) -> bool {
    let name = before
        .rsplit([',', ';', '>', ':'])
        .next()
        .unwrap_or_default();
    let is_open = !cells::is_blank(name) && !name.contains('@');
    let line = line.trim_start();
    is_open && line.starts_with('<') && line.contains('@')
}

/// Whether a line is a header of an e-mail that has no address.
pub(super) fn is_other_header(line: &str) -> bool {
    let name = line
        .split_once(':')
        .map(|(name, _)| name.trim().to_lowercase());
    name.is_some_and(|name| OTHER_HEADERS.contains(&name.as_str()))
}

/// The headers without addresses.
const OTHER_HEADERS: [&str; 20] = [
    "date",
    "sent",
    "subject",
    "importance",
    "datum",
    "gesendet",
    "betreff",
    "envoyé",
    "objet",
    "fecha",
    "enviado",
    "asunto",
    "data",
    "assunto",
    "inviato",
    "oggetto",
    "verzonden",
    "onderwerp",
    "temat",
    "тема",
];

/// The headers with addresses, as mail programs show them.
const HEADERS: [&str; 13] = [
    "to", "cc", "bcc", "from", "an", "von", "à", "de", "para", "a", "do", "aan", "кому",
];

#[cfg(test)]
mod tests {
    use crate::imports::addresses::people;

    #[test]
    fn the_headers_of_a_message_name_people_and_nothing_else() {
        let text = [
            "From: Boss <boss@x.example>",
            "To: Li, Ben",
            "  <ben@x.example>;",
            "Date: Mon, 5 Jan 2026 10:00",
            "Betreff: Course on Monday",
        ];
        let (people, words) = people((1..).zip(text));
        let found: Vec<_> = people
            .iter()
            .map(|one| (one.line, one.text.as_str()))
            .collect();
        assert_eq!(found, [(1, "boss@x.example"), (2, "ben@x.example")]);
        assert_eq!(
            words.last().map(String::as_str),
            Some("Betreff: Course on Monday")
        );
    }
}
