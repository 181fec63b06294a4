//! Normalised text for comparing and searching. It is made here and not in SQL, because
//! `lower()` and `LIKE` differ between SQLite and PostgreSQL.
use domain::text::{to_plain, visible};
use unicode_normalization::UnicodeNormalization;

/// Returns the text without differences of case and width: NFKC, lower case, NFKC again, white
/// space reduced to single spaces. NUL, which PostgreSQL cannot store, counts as a space.
pub fn case_fold(text: &str) -> String {
    let folded: String = text
        .replace('\0', " ")
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what a login or an address is compared as, for one that someone typed or pasted: what the fields of the
/// forms save it as, folded.
pub fn login_fold(typed: &str) -> String {
    case_fold(&to_plain(&visible(typed)))
}

/// Returns the value of the search column for these fields.
pub fn searchable(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| case_fold(field))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Cuts the text to at most this many bytes. All columns of an index together must fit into its
/// row, 2,704 bytes on PostgreSQL; folding turns some characters into many (U+FDFA becomes 18).
pub fn truncate_bytes(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

/// Returns the folded words of a search, each of which must occur in the search column. At most
/// 8 words count.
pub fn search_words(typed: &str) -> Vec<String> {
    case_fold(&visible(typed))
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_composition_do_not_count() {
        assert_eq!(case_fold("ＳＡＬＥＳ"), case_fold("sales"));
        assert_eq!(case_fold("Cafe\u{301}"), case_fold("CAFÉ"));
        assert_eq!(case_fold("ﬁne"), "fine");
        assert_eq!(case_fold("  two \0 words "), "two words");
    }

    #[test]
    fn what_is_not_seen_is_not_looked_for() {
        assert_eq!(
            search_words("\u{FEFF}An\u{AD}a\u{200B} \u{202A}Souza\u{202C}"),
            ["ana", "souza"]
        );
        assert_eq!(
            login_fold("\u{202A}Ana–S@exam\u{200B}ple．org\u{202C}"),
            "ana-s@example.org"
        );
    }
}
