//! The order in which people expect names.
use crate::{
    signs::{is_invisible, twin},
    single_spaces,
};
use data_encoding::BASE32HEX_NOPAD;
use icu_collator::{
    CollatorBorrowed, CollatorPreferences, options::CollatorOptions,
    preferences::CollationNumericOrdering,
};
use std::sync::LazyLock;

/// The bytes of a key that count; 800 when they are written as text.
const KEY_BYTES: usize = 500;

/// The Unicode Collation Algorithm in its root order, which suits any language; numbers by their value.
static ROOT: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::default();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(preferences, CollatorOptions::default())
        .expect("the root order is part of the program")
});

/// Returns a text by which names are ordered, first by their first parts: Äpfel by A, Élan by E, `Group 2` before
/// `Group 10`. Keys have digits and capital letters only and are compared by bytes (on PostgreSQL `COLLATE "C"`). At
/// most 800 bytes.
pub fn sort_key(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| tidy(part)).collect();
    let mut key = Vec::new();
    // U+FFFE is below all characters, so that `De, Zoe` is before `De Vries, Adam`.
    let Ok(()) = ROOT.write_sort_key_to(&parts.join("\u{FFFE}"), &mut key);
    key.truncate(KEY_BYTES);
    // Unlike other encodings it keeps the order of the bytes.
    BASE32HEX_NOPAD.encode(&key)
}

/// The text with plain signs and single spaces, and without what is not seen.
fn tidy(text: &str) -> String {
    let seen = text.chars().filter(|one| !is_invisible(*one));
    let plain: String = seen.map(|one| twin(one).unwrap_or(one)).collect();
    single_spaces(&plain.replace('\0', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ordered(mut names: Vec<&str>) -> Vec<&str> {
        names.sort_by_cached_key(|name| sort_key(&[name]));
        names
    }

    #[test]
    fn names_are_ordered_as_people_look_for_them() {
        let expected = vec![
            "2 Steps",
            "10 Steps",
            "a cappella",
            "Ångström",
            "Äpfel",
            "Apfelmus",
            "Čapek",
            "Citrus",
            "co-op",
            "Élan",
            "elan vital",
            "Group 2",
            "Group 10",
            "Łódź",
            "muller",
            "Müller",
            "O'Brien",
            "O’Brien",
            "Oakley",
            "Øst",
            "Øster",
            "Östlund",
            "Straße",
            "Strasse 1",
            "Zebra",
            "Ελένη",
            "Ζωή",
            "Андрей",
            "Яна",
            "한국",
        ];
        let mut mixed = expected.clone();
        mixed.reverse();
        // Keys of the same name written with other signs are the same: such names are ordered by id.
        let place = mixed.iter().position(|name| *name == "O’Brien").unwrap();
        mixed.swap(place, place + 1);
        assert_eq!(ordered(mixed), expected);
        assert_eq!(sort_key(&["O'Brien"]), sort_key(&["O’Brien"]));
    }

    #[test]
    fn the_first_part_comes_first() {
        let key = |last, first| sort_key(&[last, first]);
        assert!(key("De", "Zoe") < key("De Vries", "Adam"));
        assert!(key("Muller", "Zoe") > key("Müller", "Adam"));
        assert!(key("Li", "Zoe") < key("Lia", "Adam"));
    }

    /// Where another release of the collation makes other keys, rows that are stored have to be folded again: with a
    /// migration as `m20261129_000032_plain_names`.
    #[test]
    fn keys_are_those_that_are_stored() {
        let key = sort_key(&["Müller-Łódź", "Ελένη Андрей 한국 10"]);
        assert_eq!(
            key,
            "8D9K2G9J9K2GSGA765EG4O8G4O82O7030HH0CU0QIOK4S0O4FGL6FE86G6PG610G1G0K95I0M92OGH488A41C0ESNVEBVPM0RC90"
        );
    }

    proptest! {
        #[test]
        fn keys_compare_as_their_bytes(
            a in proptest::collection::vec(any::<u8>(), 0..12),
            b in proptest::collection::vec(any::<u8>(), 0..12),
        ) {
            let (text_a, text_b) = (BASE32HEX_NOPAD.encode(&a), BASE32HEX_NOPAD.encode(&b));
            prop_assert_eq!(text_a.cmp(&text_b), a.cmp(&b));
        }

        #[test]
        fn keys_fit_into_an_index(text in any::<String>()) {
            prop_assert!(sort_key(&[&text, &text]).len() <= 800);
        }
    }
}
