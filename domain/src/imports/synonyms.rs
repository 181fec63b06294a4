//! Tables of words: lines of `name: word | word`, and comments.

/// Returns each word of a table with the name of its line.
pub(super) fn words(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let named = lines.filter_map(|line| line.split_once(": "));
    named.flat_map(|(name, words)| words.split(" | ").map(move |word| (name, word)))
}
