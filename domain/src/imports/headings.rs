//! What a heading means.
use super::{
    affixes::{OF_WORK, PREFIXES, SUFFIXES, attribute, without_notes},
    composed,
    fold::fold,
    kind::ImportKind,
    meaning::Meaning,
    synonyms::words,
};
use std::{collections::HashMap, sync::LazyLock};

/// The words of all kinds of lists.
const TABLE: &str = include_str!("headings.txt");

/// Which words a list has: each section of the table is read with what stands above the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    People,
    Groups,
    Courses,
}

impl Section {
    const ALL: [Self; 3] = [Self::People, Self::Groups, Self::Courses];

    const fn of(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Users | ImportKind::Members => Self::People,
            ImportKind::Groups => Self::Groups,
            ImportKind::GroupCourses => Self::Courses,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Groups => "groups",
            Self::Courses => "courses",
        }
    }

    /// The words of the section, with the names of their meanings.
    fn words(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut parts = TABLE.split("\n== ");
        let shared = parts.next().unwrap_or_default();
        let own = parts.filter_map(move |part| part.strip_prefix(self.name()));
        own.chain([shared]).flat_map(words)
    }
}

static MEANINGS: LazyLock<[HashMap<String, Meaning>; 3]> = LazyLock::new(|| {
    Section::ALL.map(|section| {
        let known = section.words();
        known
            .filter_map(|(name, word)| Some((fold(word), Meaning::from_name(name)?)))
            .collect()
    })
});

/// The words for a password, by which a heading is recognised even with others around them.
static SECRETS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let secrets = Section::People
        .words()
        .filter(|(name, _)| *name == "password");
    secrets
        .map(|(_, word)| fold(word))
        .filter(|word| word.len() > 5)
        .collect()
});

/// Returns what a heading means in a list of this kind; `None` if it is unknown.
pub fn meaning(kind: ImportKind, heading: &str) -> Option<Meaning> {
    let heading = start_of(heading);
    let (rest, notes) = without_notes(heading);
    let whole = fold(heading);
    let candidates = [rest.as_str(), heading]
        .into_iter()
        .chain(notes.iter().map(String::as_str));
    if SECRETS.iter().any(|word| whole.contains(word.as_str())) {
        return Some(Meaning::Password);
    }
    let section = Section::of(kind);
    if let Some(of_template) = attribute(heading).filter(|_| section == Section::People) {
        return Some(of_template);
    }
    let meanings = &MEANINGS[section as usize];
    let found = candidates
        .filter_map(|text| known(meanings, &fold(text)))
        .next();
    // `Employee #` is a number.
    let found = found.map(|found| {
        if heading.contains(['#', '№']) {
            Meaning::Other
        } else {
            found
        }
    });
    if found.is_some() || section != Section::People {
        return found;
    }
    within(meanings, &fold(&rest)).or_else(|| composed::meaning(&whole, |key| known(meanings, key)))
}

/// What is longer is no heading, and a list may be one long cell.
fn start_of(heading: &str) -> &str {
    let end = heading.char_indices().nth(500).map(|(end, _)| end);
    end.and_then(|end| heading.get(..end)).unwrap_or(heading)
}

/// Of a heading with a word for a user or for work: `Learner first name`, `E-mail aziendale`.
fn within(meanings: &HashMap<String, Meaning>, key: &str) -> Option<Meaning> {
    let of_user = PREFIXES
        .iter()
        .find_map(|prefix| known(meanings, key.strip_prefix(prefix)?));
    let of_work = || {
        let mut bare = OF_WORK
            .iter()
            .flat_map(|word| [key.strip_prefix(word), key.strip_suffix(word)]);
        bare.find_map(|bare| known(meanings, bare?).filter(|meaning| *meaning == Meaning::Email))
    };
    of_user.or_else(of_work)
}

fn known(meanings: &HashMap<String, Meaning>, key: &str) -> Option<Meaning> {
    let bare = SUFFIXES
        .iter()
        .find_map(|suffix| key.strip_suffix(suffix))
        .unwrap_or(key);
    let whole = [key, bare].into_iter().find_map(|key| meanings.get(key));
    whole.copied().or_else(|| {
        let without_digits: String = bare.chars().filter(|c| !c.is_numeric()).collect();
        // `user1` is someone's login.
        meanings.get(&without_digits).copied().filter(|meaning| {
            use Meaning as M;
            matches!(
                meaning,
                M::Email | M::OtherEmail | M::Type | M::Group | M::Branch | M::Course | M::Other
            )
        })
    })
}

/// Whether a text can be a heading and nothing else: `user` and `student` are logins, too.
pub fn is_only_a_heading(text: &str) -> bool {
    let key = fold(text);
    let is_login = text.chars().all(|c| c.is_ascii_lowercase())
        && !["login", "email", "username"].contains(&key.as_str());
    matches!(
        meaning(ImportKind::Users, text),
        Some(Meaning::Login | Meaning::Email)
    ) && !is_login
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_list_means_two_things() {
        for (section, most) in Section::ALL.into_iter().zip([600, 150, 60]) {
            let mut seen: HashMap<String, (&str, &str)> = HashMap::new();
            for (name, word) in section.words() {
                assert!(Meaning::from_name(name).is_some(), "{name}");
                let key = fold(word);
                assert!(!key.is_empty(), "{word:?}");
                let (before, other) = *seen.entry(key).or_insert((name, word));
                assert_eq!(before, name, "{word} and {other}");
            }
            assert!(seen.len() > most, "{section:?}: {}", seen.len());
        }
    }

    #[test]
    fn headings_of_other_systems_are_known() {
        use Meaning as M;
        for (heading, expected) in [
            ("First Name [Required]", M::FirstName),
            ("Email Address [Required]", M::Email),
            ("Name [displayName] Required", M::FullName),
            ("User name [userPrincipalName] Required", M::Login),
            ("Initial password [passwordProfile] Required", M::Password),
            (
                "Block sign in (Yes/No) [accountEnabled] Required",
                M::Suspended,
            ),
            (
                "Anmeldung blockieren (Ja/Nein) [accountEnabled] Erforderlich",
                M::Suspended,
            ),
            ("Nombre [displayName] Obligatorio", M::FullName),
            ("Nombre [givenName]", M::FirstName),
            ("Vor- und Zuname", M::FullName),
            ("Cognome / Nome", M::LastNameFirst),
            ("Name, Vorname", M::LastNameFirst),
            ("Vorbehalt [givenName]", M::FirstName),
            ("E-mail\r\n(work)", M::Email),
            ("User-type", M::UserType),
            ("sAMAccountName", M::Login),
            ("cohort1", M::Group),
            ("Password Hash Function [UPLOAD ONLY]", M::Password),
            ("Passwort (neu)", M::Password),
            ("Имя", M::FirstName),
            ("Employee #", M::Other),
            ("Legal Name - First Name", M::FirstName),
            ("Member Email", M::Email),
            ("Email aziendale", M::Email),
            ("メールアドレス", M::Email),
        ] {
            assert_eq!(
                meaning(ImportKind::Users, heading),
                Some(expected),
                "{heading}"
            );
        }
        for unknown in [
            "Ana",
            "ana@example.org",
            "custom_field:Shoe size",
            "Company name",
            "Manager - Email",
            "",
            "2026-01-02",
        ] {
            assert_eq!(meaning(ImportKind::Users, unknown), None, "{unknown}");
        }
    }
    #[test]
    fn a_word_means_what_the_list_is_of() {
        use Meaning as M;
        let all = |heading| {
            [
                ImportKind::Users,
                ImportKind::Members,
                ImportKind::Groups,
                ImportKind::GroupCourses,
            ]
            .map(|kind| meaning(kind, heading))
        };
        let (name, other) = (Some(M::Name), Some(M::Other));
        assert_eq!(all("Name"), [name; 4]);
        let course = Some(M::Course);
        assert_eq!(all("Kurs"), [course; 4]);
        let group = Some(M::Group);
        assert_eq!(all("Cohort"), [group, group, Some(M::GroupName), other]);
        let password = Some(M::Password);
        assert_eq!(all("Clave"), [password, password, Some(M::Key), None]);
        assert_eq!(all("Password"), [password; 4]);
    }
}
