//! What a restore says.
use db::upkeep::{Cleared, Contents, Opened};
use std::path::PathBuf;

/// What was restored.
pub struct Restored {
    pub file: PathBuf,
    /// By how many migrations it was older.
    pub pending: usize,
    pub contents: Contents,
    pub cleared: Cleared,
    /// Where the former database is.
    pub aside: Option<PathBuf>,
}

impl Restored {
    pub fn print(&self) {
        let updated = match self.pending {
            0 => String::new(),
            steps => format!(" It was older, and was brought up to date in {steps} steps."),
        };
        println!("Restored {}.{updated}", self.file.display());
        let has = &self.contents;
        println!(
            "It has {} users, {} groups, {} courses and {} enrolments; the secret opens {}.",
            has.users,
            has.groups,
            has.courses,
            has.enrolments,
            sealed(has.keys, has.factors)
        );
        println!(
            "Ended {} sessions and deleted {} one-time links; {} waiting e-mails are marked as not sent.",
            self.cleared.sessions, self.cleared.links, self.cleared.mails
        );
        if let Some(aside) = &self.aside {
            println!("The former database is {}.", aside.display());
        }
    }
}

/// `12 of 12 group keys and 3 of 3 authenticator apps`.
pub fn sealed(keys: Opened, factors: Opened) -> String {
    format!(
        "{} of {} group keys and {} of {} authenticator apps",
        keys.open, keys.all, factors.open, factors.all
    )
}
