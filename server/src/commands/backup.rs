//! `muster backup`: everything in one file, while the portal runs.
use super::existing::{self, Existing};
use crate::config::Config;
use anyhow::bail;
use clap::Args;
use domain::backups::readable_bytes;
use server::backups;
use std::{path::PathBuf, process::ExitCode};

/// The arguments of `muster backup`.
#[derive(Args)]
#[command(after_long_help = "\
The file has everything that was saved before the command began, also while the portal runs and people work: for
SQLite it is a compact SQLite database, for PostgreSQL an archive of pg_dump, which has to be installed. It gets its
name only once it was read again without a fault and is on the disk, and only its owner can read it.

The secret is not in it, and is needed to restore it: keep a copy apart (the file `secret` in the data folder, or
MUSTER_SECRET). It never changes. `muster restore FILE` restores.

Examples:
  muster backup /backups/before-update.db
  sudo -u muster muster backup --force /backups/today.db

Exit codes: 0 backed up; 1 not backed up; 2 the arguments or the settings have to be changed")]
pub struct BackupOptions {
    /// The file to write
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Writes the backup, and says how large it is.
pub async fn run(settings: Config, options: &BackupOptions) -> anyhow::Result<ExitCode> {
    let Existing { db, url, .. } = match existing::open(&settings).await? {
        Some(existing) => existing,
        None => bail!("there is no database at {}", existing::place(&settings)?),
    };
    let written = backups::write(&db, &url, &options.file, options.force).await?;
    db.close().await?;
    println!(
        "Backed up to {}: {} in {:.1} s, checked.",
        options.file.display(),
        readable_bytes(written.bytes),
        written.took.as_secs_f64()
    );
    println!(
        "The secret is not in it ({}). Keep a copy of it in another place: without it group keys and authenticator \
         apps are lost.",
        settings.secret_place()
    );
    Ok(ExitCode::SUCCESS)
}
