//! What is before and behind the words of headings.
use super::meaning::Meaning;

/// What forms write behind a heading.
pub(super) const SUFFIXES: [&str; 18] = [
    "required",
    "mandatory",
    "optional",
    "pflichtfeld",
    "pflicht",
    "erforderlich",
    "obligatoire",
    "requis",
    "obligatorio",
    "obligatoria",
    "obrigatorio",
    "obrigatoria",
    "obbligatorio",
    "obbligatoria",
    "verplicht",
    "vereist",
    "wymagane",
    "obligatoriskt",
];

/// Returns what the attribute says that the templates of Microsoft write behind each heading, which is in the language
/// of the browser: `Nombre [displayName] Obligatorio`. *Block sign in* has the attribute of its opposite.
pub(super) fn attribute(heading: &str) -> Option<Meaning> {
    let (_, note) = heading.rsplit_once('[')?;
    let (name, _) = note.split_once(']')?;
    Some(match name.trim() {
        "displayName" => Meaning::FullName,
        "givenName" => Meaning::FirstName,
        "surname" => Meaning::LastName,
        "accountEnabled" => Meaning::Suspended,
        _ => return None,
    })
}

/// What forms write before a heading of a user.
pub(super) const PREFIXES: [&str; 19] = [
    "user",
    "learner",
    "student",
    "employee",
    "worker",
    "staff",
    "member",
    "participant",
    "attendee",
    "person",
    "trainee",
    "teilnehmer",
    "mitarbeiter",
    "benutzer",
    "nutzer",
    "legalname",
    "preferredname",
    "personal",
    "profile",
];

/// What is written before or behind the heading of a user's address.
pub(super) const OF_WORK: [&str; 20] = [
    "work",
    "business",
    "corporate",
    "company",
    "office",
    "primary",
    "professional",
    "official",
    "internal",
    "dienstlich",
    "dienstliche",
    "geschaftlich",
    "geschaftliche",
    "aziendale",
    "professionnel",
    "professionnelle",
    "profesional",
    "corporativo",
    "institucional",
    "zakelijk",
];

/// Splits `Name [displayName] Required` into `Name  Required` and `displayName`.
pub(super) fn without_notes(heading: &str) -> (String, Vec<String>) {
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
