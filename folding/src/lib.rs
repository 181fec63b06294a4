//! The forms in which text is compared, searched and ordered. They are made here and not in SQL, because `lower()`,
//! `LIKE` and collations differ between SQLite and PostgreSQL. `db` stores them in columns, so a change of what a
//! function returns needs a migration that folds all rows again, as `m20261129_000032_plain_names` does.
mod keys;
mod letters;
mod order;
mod plain;
mod signs;

pub use keys::{Keys, of_name, of_order, of_user};
pub use order::sort_key;
pub use plain::{plain, search_words};

use unicode_normalization::UnicodeNormalization;

/// Returns the text without differences of case and width: NFKC, lower case, NFKC again, white
/// space reduced to single spaces. NUL, which PostgreSQL cannot store, counts as a space. Names that are the same in
/// this form are the same name.
pub fn case_fold(text: &str) -> String {
    let folded: String = text
        .replace('\0', " ")
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect();
    single_spaces(&folded)
}

/// Cuts the text to at most this many bytes. All columns of an index together must fit into its
/// row, 2,704 bytes on PostgreSQL; folding turns some characters into many (U+FDFA becomes 18).
pub fn truncate_bytes(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

fn single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
}
