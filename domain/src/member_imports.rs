//! A list of people that is pasted, or read from a CSV file, to become members of a group.
use crate::{field_error::FieldError, mass_actions::count};
use serde::{Deserialize, Serialize};

/// The most lines of a list.
pub const MAX_LINES: usize = 5_000;
/// The most bytes of a list; with it a form stays below what the server takes.
pub const MAX_BYTES: usize = 400 * 1024;

/// What will come of one line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// The user will be a member.
    Adds,
    AlreadyMember,
    /// A deactivated user: mass actions skip him.
    Inactive,
    /// Nobody has this login or e-mail address.
    Unknown,
    /// An earlier line names the same user.
    Repeated,
}

impl Verdict {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Adds => "Will be added",
            Self::AlreadyMember => "Already a member",
            Self::Inactive => "Inactive, skipped",
            Self::Unknown => "Nobody found",
            Self::Repeated => "Named before",
        }
    }
}

/// One line of the list, looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number in the list, from 1.
    pub line: usize,
    /// What stands there: a login or an e-mail address.
    pub typed: String,
    /// The user it names.
    pub name: Option<String>,
    pub verdict: Verdict,
}

/// A list looked up: a verdict for each line, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    pub rows: Vec<ImportRow>,
}

impl ImportPreview {
    pub fn number(&self, verdict: Verdict) -> i64 {
        let rows = self.rows.iter().filter(|row| row.verdict == verdict);
        i64::try_from(rows.count()).unwrap_or(i64::MAX)
    }

    /// "Adds 12 users to the group; 3 already in it; 1 not found."
    pub fn sentence(&self) -> String {
        let mut parts = vec![match self.number(Verdict::Adds) {
            0 => "Nobody on this list can be added".to_owned(),
            users => format!("Adds {} to the group", count(users, "user")),
        }];
        for (verdict, what) in [
            (Verdict::AlreadyMember, "already in it"),
            (Verdict::Inactive, "inactive"),
            (Verdict::Unknown, "not found"),
            (Verdict::Repeated, "named twice"),
        ] {
            let number = self.number(verdict);
            if number > 0 {
                parts.push(format!("{number} {what}"));
            }
        }
        format!("{}.", parts.join("; "))
    }
}

/// # Errors
/// What is wrong with the list as a whole: nothing in it, or too much.
pub fn check_size(lines: usize) -> Result<(), FieldError> {
    if lines == 0 {
        return Err(FieldError::new("list", "Type or paste at least one line."));
    }
    if lines > MAX_LINES {
        return Err(FieldError::new(
            "list",
            "A list can have 5,000 lines. Split it, and import the parts one after the other.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_counts_the_verdicts() {
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
        };
        assert_eq!(
            checked.sentence(),
            "Adds 2 users to the group; 1 not found."
        );
        assert_eq!(
            ImportPreview::default().sentence(),
            "Nobody on this list can be added."
        );
    }

    #[test]
    fn an_empty_and_an_endless_list_are_refused() {
        assert!(check_size(0).is_err());
        assert!(check_size(MAX_LINES).is_ok());
        assert!(check_size(MAX_LINES + 1).is_err());
    }
}
