//! The command line: a file for each command, and what several of them need.
mod backup;
mod doctor;
mod existing;
mod import;
mod restore;
mod serve;

use crate::config::Config;
use anyhow::Context;
use backup::BackupOptions;
use clap::{Parser, Subcommand};
use db::{Db, secrets::Secrets};
use doctor::DoctorOptions;
use import::ImportOptions;
use restore::RestoreOptions;
use server::privacy;
use std::process::ExitCode;

/// Muster, a learning portal built around groups
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Update the database and serve the portal
    Serve {
        /// Add demo data to an empty database
        #[arg(long)]
        demo: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Update the database and exit
    Migrate {
        #[command(flatten)]
        settings: Config,
    },
    /// Write a backup into a file, also while the portal runs
    Backup {
        #[command(flatten)]
        options: BackupOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Put a backup in the place of the portal's database
    Restore {
        #[command(flatten)]
        options: RestoreOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Check the portal: database, secret, clock, disk, mail server and settings
    Doctor {
        #[command(flatten)]
        options: DoctorOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Import a list from a file, or check it
    Import {
        #[command(flatten)]
        options: ImportOptions,
        #[command(flatten)]
        settings: Config,
    },
}

impl Cli {
    /// Runs the command to its end.
    ///
    /// # Errors
    /// What failed, and at what, in words for the person at the terminal.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve { demo, settings } => serve::run(settings, demo).await?,
            Command::Migrate { mut settings } => drop(open_database(&mut settings).await?),
            Command::Backup { options, settings } => return backup::run(settings, &options).await,
            Command::Restore { options, settings } => {
                return restore::run(settings, &options).await;
            }
            Command::Doctor { options, settings } => return doctor::run(settings, &options).await,
            Command::Import {
                options,
                mut settings,
            } => {
                let db = open_database(&mut settings).await?;
                return import::run(&db, &options).await;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the database of the settings, with its schema up to date.
async fn open_database(settings: &mut Config) -> anyhow::Result<Db> {
    settings.read_secret_files()?;
    let secrets = Secrets::new(settings.secret()?);
    let url = settings.database_url()?;
    let db = Db::connect(&url, secrets)
        .await
        .context("cannot open the database")?;
    db.migrate()
        .await
        .context("cannot bring the database up to date")?;
    privacy::hide_database(&url, settings.data());
    db::user_types::ensure_built_in(&db).await?;
    Ok(db)
}
