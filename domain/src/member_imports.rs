//! A line of a list of people to add to a group.

/// One line of the list, or one person on a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberImportLine {
    /// Its number in the list, from 1.
    pub line: usize,
    /// What is shown for it.
    pub typed: String,
    /// Logins and addresses that should all name the same user.
    pub candidates: Vec<String>,
    /// Other texts of the line, which are looked up if no candidate is found.
    pub fallback: Vec<String>,
    /// Whether it is a word between addresses, which may name no one.
    pub is_word: bool,
}
