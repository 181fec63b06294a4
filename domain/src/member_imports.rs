//! A list of people, pasted or read from a CSV file, to add to a group.
use crate::field_error::{FieldCode, FieldErrors};
use serde::{Deserialize, Serialize};

/// The maximum number of lines in a list.
pub const MAX_LINES: usize = 5_000;
/// The maximum number of bytes in a list, which keeps a form below the limit of the server.
pub const MAX_BYTES: usize = 400 * 1024;

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

/// The result of one line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// The user will be a member.
    Adds,
    AlreadyMember,
    /// A deactivated user, whom mass actions skip.
    Inactive,
    /// No user has this login or e-mail address.
    Unknown,
    /// An earlier line names the same user.
    Repeated,
    /// Two cells of the line name different users.
    Ambiguous,
    /// A word between addresses that names no one.
    Word,
}

impl Verdict {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Adds => "Will be added",
            Self::AlreadyMember => "Already a member",
            Self::Inactive => "Inactive, skipped",
            Self::Unknown => "Not found",
            Self::Repeated => "Duplicate",
            Self::Ambiguous => "Names two users, skipped",
            Self::Word => "Not a person",
        }
    }
}

/// One line of the list, looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number in the list, from 1.
    pub line: usize,
    /// The text of the line: a login or an e-mail address.
    pub typed: String,
    /// The user it names.
    pub name: Option<String>,
    pub verdict: Verdict,
}

/// A checked list: a verdict for each line, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    pub rows: Vec<ImportRow>,
    /// How the list was read.
    pub notes: Vec<String>,
}

impl ImportPreview {
    pub fn number(&self, verdict: Verdict) -> i64 {
        let rows = self.rows.iter().filter(|row| row.verdict == verdict);
        i64::try_from(rows.count()).unwrap_or(i64::MAX)
    }
}

/// # Errors
/// What is wrong with the list as a whole: it is empty or too long.
pub fn check_size(lines: usize) -> Result<(), FieldErrors> {
    if lines == 0 {
        return Err(FieldErrors::of("list", FieldCode::EmptyList));
    }
    if lines > MAX_LINES {
        let limit = MAX_LINES;
        return Err(FieldErrors::of("list", FieldCode::ListTooLong { limit }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_counts_each_verdict() {
        let rows = [Verdict::Adds, Verdict::Adds, Verdict::Unknown];
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(place, verdict)| ImportRow {
                line: place + 1,
                typed: String::new(),
                name: None,
                verdict,
            });
        let checked = ImportPreview {
            rows: rows.collect(),
            notes: Vec::new(),
        };
        assert_eq!(
            checked.sentence(),
            "Adds 2 users to the group; 1 not found."
        );
        assert_eq!(
            ImportPreview::default().sentence(),
            "No one on this list can be added."
        );
    }

    #[test]
    fn empty_and_too_long_lists_are_rejected() {
        assert!(check_size(0).is_err());
        assert!(check_size(MAX_LINES).is_ok());
        assert!(check_size(MAX_LINES + 1).is_err());
    }
}
