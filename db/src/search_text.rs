//! The form in which text is compared and searched, made here and not in SQL: `lower()` and
//! `LIKE` differ between SQLite and PostgreSQL.
use unicode_normalization::UnicodeNormalization;

/// NFKC, lower case, NFKC again, white space folded to single spaces: without case and width.
/// NUL, which PostgreSQL has no text for, counts as a space.
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

/// The search column of something with these fields.
pub fn searchable(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| case_fold(field))
        .collect::<Vec<_>>()
        .join(" ")
}

/// At most so many bytes. All columns of an index together must fit into its row, 2,704 bytes
/// on PostgreSQL; folding makes some characters many (U+FDFA becomes 18).
pub fn truncate_bytes(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

/// The words of a search, folded: each must occur somewhere in the search column. At most 8
/// words count.
pub fn search_words(typed: &str) -> Vec<String> {
    case_fold(typed)
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
}
