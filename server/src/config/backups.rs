//! Settings of the backups that the portal makes by itself.
use super::wrong;
use clap::Args;
use server::backups::{Nightly, TimeOfDay, disk::folder_of};
use std::path::{Path, PathBuf};

/// When, where and how many.
#[derive(Args)]
pub struct BackupSettings {
    /// Folder for the nightly backups, such as `/srv/backups/muster`, of this portal alone; `none`: there are none.
    /// Default: `backups` next to the SQLite file; none for PostgreSQL
    #[arg(long, env = "MUSTER_BACKUP_DIR")]
    backup_dir: Option<PathBuf>,
    /// Time of the nightly backup, in UTC
    #[arg(long, env = "MUSTER_BACKUP_AT", default_value = "03:15")]
    backup_at: TimeOfDay,
    /// How many nightly backups are kept
    #[arg(long, env = "MUSTER_BACKUP_KEEP", default_value_t = 7)]
    backup_keep: usize,
}

impl BackupSettings {
    /// # Errors
    /// None are to be kept.
    pub fn check(&self) -> anyhow::Result<()> {
        if self.backup_keep == 0 {
            return Err(wrong(
                "MUSTER_BACKUP_KEEP is 0: keep at least one, or turn backups off with MUSTER_BACKUP_DIR=none",
            )
            .into());
        }
        Ok(())
    }

    /// Returns the plan for the database at `url`, or `None` if it is not backed up by the portal.
    ///
    /// # Errors
    /// None are to be kept.
    pub fn nightly(&self, url: &str) -> anyhow::Result<Option<Nightly>> {
        self.check()?;
        let next_to_file = || {
            let file = db::upkeep::sqlite_file(url)?;
            Some(folder_of(&file).join("backups"))
        };
        let folder = match &self.backup_dir {
            Some(folder) if folder == Path::new("none") || folder.as_os_str().is_empty() => None,
            Some(folder) => Some(folder.clone()),
            None => next_to_file(),
        };
        Ok(folder.map(|folder| Nightly {
            folder,
            at: self.backup_at,
            keep: self.backup_keep,
            url: url.to_owned(),
        }))
    }
}
