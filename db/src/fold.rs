//! The form in which text is compared and searched, made here and not in SQL: `lower()` and
//! `LIKE` differ between SQLite and PostgreSQL.
use unicode_normalization::UnicodeNormalization;

/// NFKC, lower case, NFKC again, white space folded to single spaces: without case and width.
/// NUL, which PostgreSQL has no text for, counts as a space.
pub fn fold(text: &str) -> String {
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
pub fn search(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| fold(field))
        .collect::<Vec<_>>()
        .join(" ")
}

/// At most so many bytes. All columns of an index together must fit into its row, 2,704 bytes
/// on PostgreSQL; folding makes some characters many (U+FDFA becomes 18).
pub fn clip(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

/// The words of a search, folded: each must occur somewhere in the search column. At most 8
/// words count.
pub fn words(typed: &str) -> Vec<String> {
    fold(typed)
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
        assert_eq!(fold("ＳＡＬＥＳ"), fold("sales"));
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        assert_eq!(fold("ﬁne"), "fine");
        assert_eq!(fold("  two \0 words "), "two words");
    }
}
