//! Backups that the portal makes by itself.
use super::{TimeOfDay, disk, naming, write};
use crate::{AppState, background_tasks::every};
use anyhow::Context;
use db::{Db, upkeep};
use domain::{
    backups::{BackupFailure, BackupMade},
    time::Timestamp,
};
use std::{path::PathBuf, time::Duration};

/// Milliseconds after which a backup that failed is tried again.
const AGAIN: i64 = 3_600_000;

/// When and where the portal backs itself up.
#[derive(Clone, Debug)]
pub struct Nightly {
    pub folder: PathBuf,
    pub at: TimeOfDay,
    /// How many are kept; at least one is.
    pub keep: usize,
    /// The address of the database.
    pub url: String,
}

/// What became of a look at the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    NotDue,
    /// Another process makes it.
    Busy,
    Made(BackupMade),
    Failed(BackupFailure),
}

/// Starts the task: once a minute it looks whether a backup is due, so that one which was missed, because
/// the portal did not run, is made a minute after its start.
pub fn spawn(portal: &AppState, nightly: Nightly) {
    let portal = portal.clone();
    tokio::spawn(async move {
        let mut ticks = every(Duration::from_secs(60));
        // The first one is now, and the start has enough to do.
        ticks.tick().await;
        loop {
            ticks.tick().await;
            match nightly.run_if_due(portal.system(), db::now()).await {
                Ok(Outcome::Failed(failed)) => {
                    tracing::error!(reason = failed.reason, "backup failed")
                }
                Ok(Outcome::Made(made)) => {
                    tracing::info!(file = made.file, bytes = made.bytes, "backed up");
                }
                Ok(Outcome::NotDue | Outcome::Busy) => {}
                Err(error) => tracing::error!(%error, "backup not noted"),
            }
        }
    });
}

impl Nightly {
    /// Makes a backup if none was made since the time of the day at which one is due, and no other process
    /// is making one. Older ones are deleted after it, never before.
    ///
    /// # Errors
    /// The database cannot be asked, or cannot store what became of it.
    pub async fn run_if_due(&self, db: &Db, now: Timestamp) -> Result<Outcome, db::Error> {
        // Asked before the turn is taken, which on PostgreSQL takes a connection, and again after it.
        if !self.is_due(db, now).await? {
            return Ok(Outcome::NotDue);
        }
        let Some(turn) = upkeep::try_turn(db).await? else {
            return Ok(Outcome::Busy);
        };
        if !self.is_due(db, now).await? {
            return Ok(Outcome::NotDue);
        }
        let outcome = match self.make(db, now).await {
            Ok(made) => {
                upkeep::note_backup(db, &made).await?;
                Outcome::Made(made)
            }
            Err(error) => {
                let reason = format!("{error:#}");
                let failed = BackupFailure { at: now, reason };
                upkeep::note_failure(db, &failed).await?;
                Outcome::Failed(failed)
            }
        };
        if let Some(turn) = turn {
            turn.rollback().await?;
        }
        Ok(outcome)
    }

    /// Entries from the future are of a clock that was wrong. A portal without users has nothing to lose.
    async fn is_due(&self, db: &Db, now: Timestamp) -> Result<bool, db::Error> {
        let last = upkeep::last_backup(db).await?;
        let due = self.at.last(now);
        let is_made = last
            .made
            .is_some_and(|made| made.at >= due && made.at <= now);
        let has_failed = last
            .failed
            .is_some_and(|failed| failed.at.0 > now.0 - AGAIN && failed.at <= now);
        Ok(!is_made && !has_failed && upkeep::has_users(db).await?)
    }

    async fn make(&self, db: &Db, now: Timestamp) -> anyhow::Result<BackupMade> {
        disk::make_folder(&self.folder)?;
        let rests = naming::remove_rests(&self.folder);
        rests.with_context(|| format!("cannot read {}", self.folder.display()))?;
        let file = self.folder.join(naming::file_name(now, db.is_sqlite()));
        let written = write(db, &self.url, &file, true).await?;
        let pruned = naming::prune(&self.folder, self.keep, &file);
        // The new one is good all the same.
        if let Err(error) = pruned {
            tracing::warn!(%error, "old backups not deleted");
        }
        Ok(BackupMade {
            at: now,
            file: file.display().to_string(),
            bytes: written.bytes,
            milliseconds: u64::try_from(written.took.as_millis()).unwrap_or(u64::MAX),
        })
    }
}
