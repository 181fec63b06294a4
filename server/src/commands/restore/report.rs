//! What a restore says.
use db::upkeep::{Cleared, Contents, Opened};
use domain::numbers::counted;
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
            steps => format!(
                " It was older, and was brought up to date in {}.",
                counted(steps, "step")
            ),
        };
        println!("Restored {}.{updated}", self.file.display());
        let Contents {
            users,
            groups,
            courses,
            enrolments,
            keys,
            factors,
        } = &self.contents;
        println!(
            "It has {}, {}, {} and {}; the secret opens {}.",
            counted(*users, "user"),
            counted(*groups, "group"),
            counted(*courses, "course"),
            counted(*enrolments, "enrolment"),
            sealed(*keys, *factors)
        );
        let Cleared {
            sessions,
            links,
            mails,
        } = &self.cleared;
        println!(
            "Ended {} and deleted {}; no longer to be sent: {}.",
            counted(*sessions, "session"),
            counted(*links, "one-time link"),
            counted(*mails, "waiting e-mail")
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
