//! Words before and behind the words of headings.

/// What forms write behind a heading.
pub(super) const SUFFIXES: [&str; 8] = [
    "required",
    "mandatory",
    "optional",
    "pflichtfeld",
    "obligatoire",
    "obligatorio",
    "obbligatorio",
    "verplicht",
];

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
