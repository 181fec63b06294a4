//! Values of columns that have few: yes and no, and words for the roles of users.
use super::{fold::fold, synonyms::words};
use crate::{permissions::Role, users::UserTypeOption};
use std::{collections::HashMap, sync::LazyLock};

const TABLE: &str = include_str!("words.txt");

static STATES: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
    let state = |name: &str| match name {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    words(TABLE)
        .filter_map(|(name, word)| Some((fold(word), state(name)?)))
        .collect()
});

static ROLES: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    words(TABLE)
        .filter_map(|(name, word)| Some((fold(word), Role::from_code(name)?)))
        .collect()
});

/// Returns whether a value says yes; `None` if it says neither.
pub fn yes_or_no(value: &str) -> Option<bool> {
    match value.trim() {
        "✓" | "✔" => Some(true),
        text => STATES.get(&fold(text)).copied(),
    }
}

/// Returns the type that a value names: by its name, or by a word for a role if just one type has that role. Of several
/// types, the one that has all permissions of the others: who teaches and learns needs both.
pub fn user_type<'a>(value: &str, types: &'a [UserTypeOption]) -> Option<&'a UserTypeOption> {
    one_type(value, types).or_else(|| several_types(value, types))
}

/// Returns the one of several types in a value that has all permissions of the others; `None` if there is none, or one
/// of them is unknown.
pub(super) fn several_types<'a>(
    value: &str,
    types: &'a [UserTypeOption],
) -> Option<&'a UserTypeOption> {
    let written: Vec<_> = parts(value).collect();
    if written.len() < 2 {
        return None;
    }
    let named = written.into_iter().map(|part| one_type(part, types));
    let named = named.collect::<Option<Vec<_>>>()?;
    let includes_all = |one: &&UserTypeOption| {
        let mut all = named.iter();
        all.all(|other| one.permissions.is_superset(&other.permissions))
    };
    named.iter().copied().find(includes_all)
}

/// The values of a cell that has several: `editingteacher;student`.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let parts = value.split([',', ';', '|', '/', '+', '，', '；', '、']);
    parts.map(str::trim).filter(|part| !part.is_empty())
}

fn one_type<'a>(value: &str, types: &'a [UserTypeOption]) -> Option<&'a UserTypeOption> {
    let (lower, key) = (value.to_lowercase(), fold(value));
    let by_name = types.iter().find(|one| one.name.to_lowercase() == lower);
    by_name
        .or_else(|| types.iter().find(|one| fold(&one.name) == key))
        .or_else(|| {
            let role = role(&key)?;
            let mut words = |one: &&UserTypeOption| {
                let mut words = one.name.split(|c: char| !c.is_alphanumeric());
                words.any(|word| self::role(&fold(word)) == Some(role))
            };
            only(types.iter().filter(&mut words))
                .or_else(|| only(types.iter().filter(|one| has_role(one, role))))
        })
}

/// Whether the value is a word for a role, or several of them, even if no type has it.
pub fn is_role(value: &str) -> bool {
    role(&fold(value)).is_some()
        || parts(value).all(|part| role(&fold(part)).is_some()) && parts(value).next().is_some()
}

/// Whether the value says how someone is employed, as in directories, not what they may do here. Any other value may
/// be a type that the importer cannot assign, and is not passed over.
pub(super) fn is_employment(value: &str) -> bool {
    const WORDS: [&str; 22] = [
        "member",
        "guest",
        "external",
        "internal",
        "employee",
        "contractor",
        "staff",
        "intern",
        "customer",
        "client",
        "partner",
        "vendor",
        "supplier",
        "temporary",
        "permanent",
        "fulltime",
        "parttime",
        "freelancer",
        "consultant",
        "mitarbeiter",
        "extern",
        "gast",
    ];
    WORDS.contains(&fold(value).as_str())
}

fn role(key: &str) -> Option<Role> {
    let plural = || key.strip_suffix('s').and_then(|one| ROLES.get(one));
    ROLES.get(key).or_else(plural).copied()
}

fn has_role(one: &UserTypeOption, role: Role) -> bool {
    Role::of(&one.permissions).first() == Some(&role)
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let one = found.next();
    one.filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserTypeId;

    #[test]
    fn yes_and_no_in_many_languages() {
        for yes in [
            "YES", "1", "true", "Ja", "sí", "да", "はい", "✓", "Active", "Wahr",
        ] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in [
            "no",
            "0",
            "FALSE",
            "Suspended",
            "não",
            "нет",
            "いいえ",
            "hayır",
        ] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        assert_eq!(yes_or_no("maybe"), None);
        assert_eq!(yes_or_no(""), None);
    }

    #[test]
    fn no_word_is_yes_and_no_or_two_roles() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (name, word) in words(TABLE) {
            assert!(
                ["yes", "no"].contains(&name) || Role::from_code(name).is_some(),
                "{name}"
            );
            let key = fold(word);
            assert!(!key.is_empty(), "{word:?}");
            assert_eq!(*seen.entry(key).or_insert(name), name, "{word}");
        }
        assert_eq!(seen.len(), STATES.len() + ROLES.len());
    }

    #[test]
    fn a_role_word_is_a_type_if_it_means_one() {
        let names = ["Learner-Type", "Trainer-Type", "Admin-Type", "SuperAdmin"];
        let types: Vec<_> = (1..)
            .zip(names)
            .map(|(id, name)| UserTypeOption {
                id: UserTypeId(id),
                name: name.into(),
                is_default: false,
                permissions: Default::default(),
            })
            .collect();
        let named = |value: &str| user_type(value, &types).map(|one| one.name.as_str());
        assert_eq!(named("Learner"), Some("Learner-Type"));
        assert_eq!(named("LEARNER-TYPE"), Some("Learner-Type"));
        assert_eq!(named("instructor"), Some("Trainer-Type"));
        assert_eq!(named("Students"), Some("Learner-Type"));
        assert_eq!(named("admin"), Some("Admin-Type"));
        assert_eq!(named("pilot"), None);
    }
}
